"""Benchmarks against alternatives, and between two versions of the package.

`benchmark` is the command. It starts `server`, and in `rounds` the sides of a row take turns: tools in one `worker`,
two trees of the package in a worker each (`pair`), or new processes (`processes`). A worker measures what `calls`,
`batches` and `codecs` define, with the clients of `tools`.
May import the packages, `common` and `description`.
Guaranteed: the sides of a row take turns in every round, and both values of a ratio are from the same round.
"""
