"""_items."""
