"""Records as the API shows them at a given time, in the models of `..pydantic`.

A function `…_at(record, …, now)` returns the document of a record at a time. The package may import `_world`, `_wire`
and `..pydantic`.

Invariants: no record is changed, and a document depends only on the record and the time. So it can be rendered later
than the time that it shows, and an item has the same properties in every answer.
"""
