"""Copies of both packages in other repositories.

`copy` knows the contents of a copy and its manifest; `vendor` is the command. This room may import the standard library
and `common.paths` only, because it has to run without an environment. Guaranteed: only files of the two packages are
written, an edit is not overwritten without --force, and an interrupted update can be repeated.
"""
