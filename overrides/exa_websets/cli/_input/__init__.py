"""_input."""
