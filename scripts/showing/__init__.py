"""Demonstrations of the package: the command `demo`, and the picture in the README.

May import the packages and `common`.
Guaranteed: nothing is sent to the real service without --live.
"""
