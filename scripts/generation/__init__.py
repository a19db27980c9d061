"""From `openapi/` to `generated/`."""
