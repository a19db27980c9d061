"""The commands, one module each, named like the command; `_app.py` registers them.

May import `_session`, `_output`, `_input`, and of the package its public names, `_websets`, `_items`,
`_archive.results`, `_archive.verification`, `_drift.report` and `emulator.__main__`.
Guaranteed: wrong usage ends with exit code 2 before a request is sent; with `--json`, stdout carries JSON alone;
errors and warnings go to stderr. Commands send requests only inside `session.client()`, which maps their errors to
exit codes.
"""
