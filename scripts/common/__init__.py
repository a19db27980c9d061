"""Shared by several rooms: the paths of the checkout, files of a git revision, and argument types.

May import only the standard library.
"""
