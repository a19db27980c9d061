"""Benchmarks against alternatives, and between two versions of the package.

`benchmark` is the command: `rounds` starts `server` and `worker` in separate processes, where `calls`, `codecs` and
`processes` measure. With `--against`, `pair` compares two trees, each with a `pair_client`.
May import the packages, `common` and `description`.
Guaranteed: the tools of a row take turns, and both values of a ratio are from the same round.
"""
