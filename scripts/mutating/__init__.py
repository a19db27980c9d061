"""Mutation testing: small changes of the package that some test has to notice.

`operators` finds the changes in a source, `coverage_map` which tests run which lines, `trials` plants each change in a
private copy of the checkout and runs those tests, and `report` prints what survived. `equivalent.toml` lists the
changes that no test can or should notice.
May import `common` and `generation`, which derives `_sync` again when `_async` was changed.
Guaranteed: the checkout itself is never changed, and the same seed draws the same changes.
"""
