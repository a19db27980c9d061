"""Arguments of pytest for a run in another process."""

from __future__ import annotations

from importlib.metadata import entry_points

# anyio's plugin is installed together with the package.
WITHOUT_OTHER_PLUGINS = [
    argument
    for plugin in entry_points(group="pytest11")
    if plugin.name not in {"exa_websets", "anyio"}
    for argument in ("-p", f"no:{plugin.name}")
]
"""Disable the plugins of this environment that a user of the package may not have."""
