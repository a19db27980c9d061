"""Concurrency: the one thing that is written twice, by hand, with the same names.

`tasks` serves the asynchronous client (anyio: asyncio and trio), `threads` the synchronous one. May import `_http`,
`_guard`, `_websets` and `_clock`.
Guaranteed here: no attempt lasts longer than its deadline, as far as its transport can be bounded; a batch runs at most
`concurrency` cancels at once; and no thread or task is left behind when a function of this room returns or raises.
"""
