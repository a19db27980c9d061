"""The effects of requests: create, update, cancel and delete records, and record that as events.

The first argument of each function is the store, and it acts at `store.now`. The package may import `_timeline`,
`_views`, `_world`, `_wire` and `..pydantic`. Of HTTP it knows only the errors that it raises.

Invariants: a rejected request changes no record. A change of a Webset or of its future is followed by
`Store.update_timeline`, so that no event is lost or shows an old state. Only the server's thread may call these
functions.
"""
