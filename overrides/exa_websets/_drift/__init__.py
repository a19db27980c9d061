"""_drift."""
