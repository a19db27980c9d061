"""Archives: a copy of all Websets with their items, and of monitors, imports, webhooks and events, in a directory.

May import `_websets`, `_items`, `webhooks`, `check_id` from `_http`, and the modules at the bottom of the package. It
is blocking code. For an asynchronous client, `_runtime` runs it in a thread, while the calls run in the event loop.
Several calls are in flight at once, but a single thread writes (`concurrent_parts`).

Guaranteed here: a file is complete or absent (`directory`); if a part cannot be archived, its copy from an earlier run
is kept and the other parts are archived (`archive`); nothing outside the directory is read or changed, because neither
an id nor a manifest can name such a path (`file_names`) and links are not followed (`contained_files` in `_items`);
only one run at a time writes to a directory (on POSIX); an interrupted run resumes with the files that are unchanged;
and neither the API key nor a webhook secret is written.
"""
