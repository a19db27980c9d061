"""From the description of the API to generated code.

`generators` writes `generated/`, and `derive_sync` writes `_sync/` in `overrides/`. The commands are `regenerate` and
`upgrade`. May import `description`, `contracts`, `public_api` and `common`.
Guaranteed: the output depends only on the sources and the pinned tools, and nothing is written if a source is invalid.
"""
