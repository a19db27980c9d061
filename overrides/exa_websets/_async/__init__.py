"""Everything that sends or waits, written once, as async code. `_sync` is derived from it by `scripts/regenerate`.

May import every other room of the core, and of `_sync` only what cancels at the exit of the interpreter. Nothing but
the package's own `__init__` imports this room.
One helper per module: `cancel_and_wait` is in `cancel_and_wait.py`, its signature and docstring in `websets.py`.
Never name asyncio or anyio here: what differs between tasks and threads has the same name in `_runtime.tasks` and
`_runtime.threads`, so that replacing words is enough to derive the other client.
Guaranteed here: every call goes through the one send in `transport.py`.
"""
