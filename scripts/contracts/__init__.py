"""Two descriptions of the API compared."""
