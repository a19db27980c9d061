"""Archives: a copy of all Websets with their items, and of monitors, imports, webhooks and events, in a directory.

May import `_websets`, `_items`, `webhooks`, `check_id` of `_http`, and the modules at the bottom of the package. It is
blocking code: `_runtime` runs it in a thread beside an asynchronous client, whose calls stay in the event loop. Several
calls are in flight at once, but a single thread writes (`concurrent_parts`).

Guaranteed here: a file is complete or absent (`directory`), a part that cannot be archived keeps the copy of an earlier
run and does not keep the others from being archived (`archive`), nothing outside the directory is read or changed,
because no id and no manifest leads to such a path (`file_names`) and no link is followed (`contained_files` of
`_items`), only one run at a time writes to a directory (on POSIX), an interrupted run resumes with the files that are
unchanged, and neither the API key nor a webhook secret is written.
"""
