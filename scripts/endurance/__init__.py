"""Long runs under faults."""
