"""The public API of the packages as text, and the check that changes of it are announced.

`surface` reads the names that users can reach; `check_api` is the command. This room may import `common`.
Guaranteed: the packages are read and never imported, so that any revision can be read.
"""
