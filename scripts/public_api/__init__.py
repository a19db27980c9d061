"""Two versions of the public API compared."""
