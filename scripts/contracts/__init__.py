"""Two descriptions of the API compared, and what each change means for users.

`changes` compares two revisions of ours, `compare` is the command for a document of the vendor. This room may import
`description` and `common`. Guaranteed: only what a schema allows counts, not how it is
written, and every change has a kind: breaking, compatible or documentation.
"""
