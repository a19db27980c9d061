"""The plugins that pytest finds in this environment and that a user of the package need not have."""

from __future__ import annotations

from importlib.metadata import entry_points

# anyio comes with the package.
WITHOUT_OTHER_PLUGINS = [
    argument
    for plugin in entry_points(group="pytest11")
    if plugin.name not in {"exa_websets", "anyio"}
    for argument in ("-p", f"no:{plugin.name}")
]
"""Arguments of pytest that leave them out."""
