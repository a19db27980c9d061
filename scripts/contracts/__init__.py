"""Two descriptions of the API compared, and what each change means for users.

`contract` and `parts` read a document into flat facts (`facts`): a place and what is allowed there. `changes` compares
two revisions of ours. `compare` is the command: `lacking` compares a document of the vendor with ours, and `versions`
two documents with each other. This room may import `description` and `common`. Guaranteed: only what a schema allows
counts, not how it is written; every change has a kind: breaking, compatible or documentation; and a keyword that is not
known as a text counts as a limit, so that no change is silent.
"""
