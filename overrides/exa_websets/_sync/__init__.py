# Derived from _async/__init__.py by scripts/regenerate. Edit that file instead.
"""The synchronous client, derived from `_async` by `scripts/regenerate`. Do not edit this folder.

May import what `_async` may import, but not `_async` itself.
Guaranteed here: it does what `_async` does, with the functions of `_runtime.threads` in place of those of
`_runtime.tasks`; `scripts/regenerate --check` fails if it is anything else.
"""
