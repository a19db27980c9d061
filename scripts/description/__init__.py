"""The description of the API: read, joined and checked.

`yaml_files` reads the files of `openapi/`, `check` applies every rule to them, and `bundle` joins them into one
document. `grammar` defines the form of a description; `operation_rules`, `schema_rules`, `direction_rules` and
`name_rules` contain the other rules. `parts` gives rules access to the files, and `problems` holds what they report.
May import `common`.
Guaranteed: a description that breaks a rule is rejected before any generator runs, with one line for each problem: the
file, the line, the place, the fault and the remedy.
"""
