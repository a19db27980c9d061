"""The rich console of the views and tables. Other output avoids rich, which is slow to import."""

from __future__ import annotations

from rich.console import Console


def console() -> Console:
    """Return a console for stdout, without colors if it is not a terminal or NO_COLOR is set."""
    return Console(highlight=False, emoji=False, markup=False)
