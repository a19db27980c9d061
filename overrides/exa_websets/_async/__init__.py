"""Everything that sends requests or waits, written once: `scripts/regenerate` derives `_sync` from it."""
