"""One HTTP request: settings, connections, attempts and the answer.

May import `_drift`, `_errors`, `_clock`, `_version` and `_generated`. Knows nothing of what a Webset is.
Guaranteed here: the key is added last and appears in no message or repr, and in a pickle only if it was given as an
argument; an id never leads to another path; a create is sent again only if the service cannot have acted on it; every
answer with a status of 300 or more, and every body that does not fit the API document, becomes a typed error that
keeps the answer.
"""
