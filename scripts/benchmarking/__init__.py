"""Measurements of the package beside its alternatives, and of two versions of it.

`benchmark` is the command: `rounds` starts `server` and `worker` in their own processes, in which `calls`, `codecs`
and `processes` measure. With `--against`, `pair` compares two trees, each with a `pair_client`. May import the
packages, `common` and `description`.
Guaranteed: the tools of a row take turns, and every ratio is made of values of the same round.
"""
