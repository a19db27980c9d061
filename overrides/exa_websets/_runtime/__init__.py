"""Concurrency: the only code that is written by hand for both clients, with the same names.

`tasks` is for the asynchronous client (anyio: asyncio and trio), `threads` for the synchronous one. May import `_http`,
`_guard`, `_websets` and `_clock`.
Guaranteed here: no attempt lasts longer than its deadline, as far as its transport allows; a batch runs at most
`concurrency` cancels at once; and no thread or task is left behind when a function of this room returns or raises.
"""
