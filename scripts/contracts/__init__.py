"""Comparison of two API descriptions, and the effect of each change on users.

`contract` and `parts` convert a document to flat facts (`facts`): places, and the values allowed there. `changes`
compares two revisions of our description. `compare` is the command: `lacking` compares a document of the vendor with
ours, and `versions` compares two documents of the vendor. May import `description` and `common`.
Guaranteed: comparisons depend on what a schema allows, not on how it is written; every change is breaking, compatible
or documentation; and unknown keywords count as limits, so that no change goes unnoticed.
"""
