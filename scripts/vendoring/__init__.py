"""Copies of both packages in other repositories.

`copy` defines the contents of a copy and its manifest; `vendor` is the command.
May import only the standard library and `common.paths`, because it runs without an environment.
Guaranteed: only files of the two packages are written, edits are not overwritten without --force, and an interrupted
update can be repeated.
"""
