"""CSV files for imports: the checks before an upload, and the request that uploads a file.

May import `_http` and the modules at the bottom of the package. The requests are sent by `_async` and `_sync`.

Guaranteed here: a file is checked completely before an import is created for it (`csv_file`); memory does not grow with
the size of the file; and an upload sends no key, header or cookie of the client, and never shows the query of its URL,
which is a secret, in an error or a log (`upload`).
"""
