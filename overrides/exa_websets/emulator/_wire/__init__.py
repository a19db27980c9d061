"""The wire format: how documents, times, errors and paths are written.

It knows the encoding of the API, but nothing about Websets. It imports no other package of the emulator, and from the
rest of `exa_websets` only `.._http.status_errors.phrase_of`.

Invariants: every time has milliseconds and a `Z`, whole numbers have no decimal point, unset fields are omitted, and an
error has one of the two forms that the service uses.
"""
