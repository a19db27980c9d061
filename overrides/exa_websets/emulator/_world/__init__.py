"""The state of the emulated service: records, its clock and ids, and when things happen.

Records hold what requests asked for and when. The functions here derive everything else from them and a time, so that
a step of the clock changes nothing and costs nothing. This room may import `_wire`, `..pydantic` and no other part of
the package.
Guaranteed here: the same calls at the same times of the clock give the same ids, times and items in every run.
"""
