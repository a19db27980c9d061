"""What shows the package at work."""
