"""What requests do: create, update, cancel and delete records, and report that as events.

Each function takes the store first and acts at `store.now`. This room may import `_timeline`, `_views`, `_world`,
`_wire` and `..pydantic`; it knows nothing of HTTP but the errors that it raises.
Guaranteed here: a rejected request changes no record, and a change of a Webset or of what will happen later is followed
by `Store.update_timeline`, so that no event is lost or shows an old state. Only the server's thread may call these
functions.
"""
