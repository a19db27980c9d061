"""_websets."""
