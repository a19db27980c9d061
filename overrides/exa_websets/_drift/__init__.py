"""Drift: what a response contains and the OpenAPI document does not describe.

May import `_errors`, `models` and `_generated`. `_http` calls `report.report_drift` with each response if a client has
`on_drift`; without one, nothing here is loaded.

Guaranteed here: no exception of a callback makes a call fail; each kind of drift is reported once for
each callback and process, and at most 1,000 kinds are.
"""
