"""Code generation from the API description.

`regenerate` is the command: `generators` writes `generated/`, and `derive_sync` writes `_sync/` in `overrides/`.
May import `description`, `contracts` and `common`.
Guaranteed: the output depends only on the sources and the pinned tools, and nothing is written if a source is invalid.
"""
