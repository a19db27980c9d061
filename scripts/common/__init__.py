"""What several rooms need: the paths of the checkout, files of a git revision, types of arguments.

This room may import the standard library only, and no other room.
"""
