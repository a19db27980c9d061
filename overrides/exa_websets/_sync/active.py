# Derived from _async/active.py by scripts/regenerate. Edit that file instead.
"""What is running: the Websets of the team that are not idle."""

from __future__ import annotations

from collections.abc import Mapping

from .._generated import api
from .._websets.active import ActiveWebset, to_active
from .._websets.cancel_batch import matches
from .transport import Transport


def active(transport: Transport, metadata: Mapping[str, str] | None) -> list[ActiveWebset]:
    """Return all Websets of the team that are not idle; the options are those of `websets.active`."""
    listed = api.websets.Websets(transport).list_all(limit=100)
    running = [webset for webset in listed if matches(webset, "running", metadata)]
    return [to_active(webset, transport.clock.utc()) for webset in running]
