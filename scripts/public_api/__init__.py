"""The public API of the packages as text, and the check that the changelog announces its changes.

`surface` reads the names that users can reach; `check_api` is the command. May import `common`.
Guaranteed: the packages are parsed and never imported, so that any revision can be read.
"""
