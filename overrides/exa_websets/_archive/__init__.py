"""Archives: a copy of all Websets with their items, and of monitors, imports, webhooks and events, in a directory.

May import `_websets`, `_items`, `webhooks`, `check_id` of `_http`, and the modules at the bottom of the package. It is
blocking code: `_runtime` runs it in a thread beside an asynchronous client, whose calls stay in the event loop.

Guaranteed here: a file is complete or absent (`directory`), a part that cannot be archived again keeps the copy of an
earlier run, no id and no manifest leads to a path outside the directory (`file_names`), only one run at a time writes
to a directory (on POSIX), an interrupted run resumes, and neither the API key nor a webhook secret is written.
"""
