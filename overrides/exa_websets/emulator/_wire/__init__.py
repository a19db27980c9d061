"""The forms on the wire: how documents, times, errors and paths are written.

This room knows the encoding of the API and nothing of Websets. It imports no other room of the emulator, and from the
rest of the package only `.._http.status_errors.phrase_of`.
Guaranteed here: every time has milliseconds and a `Z`, whole numbers have no decimal point, unset fields are left
out, and an error has one of the two forms that the service uses.
"""
