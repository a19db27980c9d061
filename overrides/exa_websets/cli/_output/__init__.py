"""What a user sees: lines, tables, live views and JSON, made from values.

May import `_input`, and of the package its public names, `_websets`, `_items`, `_guard.leftovers` and
`_archive.results`.
Guaranteed: `printing.escape` makes every text safe for the terminal. `print_line` and `print_error` apply it to all
they print; views and tables, which print by themselves, apply it to each cell. JSON is ASCII.
Results go to stdout; errors and warnings go to stderr. Nothing here sends a request.
"""
