"""Long runs under faults and hostile input.

`soak` cancels thousands of Websets, with an emulator that plays random faults; `fuzz` feeds random bytes to parsers.
This room may import the packages and `common`. Guaranteed: a seed repeats a run.
"""
