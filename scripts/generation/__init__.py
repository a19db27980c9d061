"""From the description of the API to generated code.

`bundle` joins `openapi/`, and `document_rules` checks the result. `generators` writes `generated/`, and `derive_sync`
writes `_sync/`. `regenerate` is the command and the top of this room: it and `upgrade` may import `contracts` and
`public_api`, all other modules only `common`. Guaranteed: the output depends only on the sources and the pinned tools,
and nothing is written if a source is invalid.
"""
