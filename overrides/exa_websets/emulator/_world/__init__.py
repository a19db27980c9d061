"""The state of the emulated service: records, its clock and ids, and when things happen.

Records contain what requests asked for, and when. The functions here derive everything else from records and a time, so
that a step of the clock changes nothing and costs nothing. The package may import only `_wire` and `..pydantic`.

Invariant: the same calls at the same times of the clock return the same ids, times and items in every run.
"""
