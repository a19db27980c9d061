"""What a user sees: values rendered as lines, tables, live views and JSON.

May import `_input`, and from the package its public names, `_websets`, `_items`, `_guard.leftovers` and
`_archive.results`.
Guaranteed: `printing.escape` makes every text safe for the terminal. `print_line` and `print_error` apply it to all
they print; views and tables, which print directly, apply it to each cell. JSON is ASCII.
Results go to stdout; errors and warnings go to stderr. Nothing here sends a request.
"""
