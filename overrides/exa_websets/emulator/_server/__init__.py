"""_server."""
