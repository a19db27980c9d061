"""The package at work: the command `demo`, and the picture in the README.

This room may import the packages and `common`. Guaranteed: nothing is sent to the real service without --live.
"""
