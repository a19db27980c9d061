"""Measurements of the packages beside their alternatives.

`benchmark` is the command; `rounds` starts `server` and `worker` in processes of their own, and `calls`, `codecs` and
`processes` measure in them. This room may import the packages, `common`, and `description.bundle` for `peers`.
Guaranteed: the tools of a row take turns, and every ratio is made of values of the same round.
"""
