"""One HTTP request: settings, connections, attempts and the response.

May import `_drift`, `_errors`, `_clock`, `_version` and `_generated`. Contains no logic about Websets.
Guaranteed here: the key is added last and appears in no message or repr, and in a pickle only if it was passed as an
argument; an id never leads to another path; a create is retried only if the service cannot have acted on it; every
response with a status of 300 or more, and every body that does not fit the API document, becomes a typed error that
holds the body.
"""
