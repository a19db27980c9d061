"""The items of a Webset as rows and files, for `client.items` and for archives.

May import `_errors` and `_generated`. Nothing here sends a request.

Guaranteed here: a file appears under its name only when it is complete (`atomic_file`); links out of a directory are
not followed (`contained_files`); every CSV cell is escaped by one function (`csv_cells`); and reading a list that grows
yields each item once and ends (`unseen_items`). Only the ids of items are kept in memory.
"""
