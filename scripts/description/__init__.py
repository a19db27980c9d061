"""The description of the API: read, joined and checked.

`bundle` joins the files of `openapi/` into one document, and `document_rules` checks it. May import `common`.
Guaranteed: a document that breaks a rule is rejected with its file and place before any generator runs.
"""
