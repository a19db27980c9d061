"""Items of a Webset as rows and files, for `client.items` and for archives.

May import `_errors` and `_generated`. Nothing here sends a request.

Guaranteed here: a file appears under its name complete or not at all (`atomic_file`), no link leads out of a directory
(`contained_files`), every CSV cell passes through the one function that guards against formulas (`export_file`), and
reading a list that grows yields each item once and ends (`unseen_items`). Memory does not grow with the size of the
items: only their ids are kept.
"""
