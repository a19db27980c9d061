"""_archive."""
