# Derived from _async/__init__.py by scripts/regenerate. Edit that file instead.
"""Everything that sends requests or waits, written once: `scripts/regenerate` derives `_sync` from it."""
