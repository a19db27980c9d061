"""Archives: a copy of all Websets with their items, and of monitors, imports, webhooks and events, in a directory.

May import `_websets`, `_items`, `webhooks`, `_http.requests.check_id` and the modules at the bottom of the package. It
is blocking code: `_runtime` runs it in a thread beside an asynchronous client, whose calls stay in the event loop.

Guaranteed here: a file is complete or absent (`directory`), a part that cannot be archived again keeps the copy of an
earlier run, ids and manifests lead to no path outside the directory (`file_names`), one run at a time writes to a
directory, an interrupted run resumes, and neither the API key nor the secret of a webhook is written.
"""
