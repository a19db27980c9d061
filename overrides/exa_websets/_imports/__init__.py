"""_imports."""
