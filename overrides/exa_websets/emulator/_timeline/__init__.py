"""What happens with time: the changes of each record, in order, as the events of the API report them.

This room may import `_views`, `_world`, `_wire` and `..pydantic`.
Guaranteed here: changes are returned in order of time and never twice, however far the clock is stepped, and a step
during which nothing is due costs the same for one Webset and for thousands.
"""
