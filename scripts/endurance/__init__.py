"""Long runs under faults and hostile input.

`soak` cancels thousands of Websets and plays hundreds of runs, with a proxy in front of an emulator that plays random
faults; `fuzz` feeds random bytes to parsers.
This room may import the packages and `common`. Guaranteed: a seed repeats a run.
"""
