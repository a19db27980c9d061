"""Drift: the parts of a response that the OpenAPI document does not describe.

May import `_errors`, `models` and `_generated`. `_http` calls `report.report_drift` with each response if a client has
`on_drift`; without one, nothing here is loaded.

Guaranteed here: an exception in a callback does not make a call fail; each kind of drift is reported once per callback
and process, and at most 1,000 kinds are reported.
"""
