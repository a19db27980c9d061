"""_world."""
