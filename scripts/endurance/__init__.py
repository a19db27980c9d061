"""Long runs under faults and hostile input.

`soak` cancels thousands of Websets and plays hundreds of runs through a proxy that injects random faults in front of an
emulator; `fuzz` feeds random bytes to parsers.
May import the packages and `common`.
Guaranteed: the same seed repeats a run.
"""
