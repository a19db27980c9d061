"""Changes over time: those of each record, in order, as the events of the API report them.

It may import `_views`, `_world`, `_wire` and `..pydantic`.

Invariants: changes are returned in order of time and never twice, however far the clock is stepped. A step during which
nothing is due costs the same for one Webset and for thousands.
"""
