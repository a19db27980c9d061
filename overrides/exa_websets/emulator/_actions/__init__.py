"""_actions."""
