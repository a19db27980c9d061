"""Everything that sends or waits, written once, as async code. `_sync` is derived from it by `scripts/regenerate`.

May import every other room of the core, and from `_sync` only what the cancel at interpreter exit needs. Only the
package's own `__init__` imports this room.
Each helper has its own module: `cancel_and_wait` is in `cancel_and_wait.py`, its signature and docstring in
`websets.py`.
Never name asyncio or anyio here. What differs between tasks and threads has the same name in `_runtime.tasks` and
`_runtime.threads`, so replacing words is enough to derive the other client.
Guaranteed here: every call goes through the one send in `transport.py`.
"""
