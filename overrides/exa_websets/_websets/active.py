"""A Webset that is not idle, with its age and progress."""

from __future__ import annotations

from datetime import datetime, timedelta

from attrs import frozen

from .._generated import models
from .status import enabled_monitors


@frozen
class ActiveWebset:
    """A Webset that is not idle."""

    webset: models.Webset
    age: timedelta
    """The time since it was created."""
    found: int
    """The number of items that its searches have found."""
    analyzed: int
    """The number of candidates that its searches have analyzed."""
    monitors: list[str]
    """The ids of its enabled monitors."""

    @property
    def id(self) -> str:
        """The id of the Webset."""
        return self.webset.id


def to_active(webset: models.Webset, now: datetime) -> ActiveWebset:
    """Return an active Webset with its age and progress."""
    progress = [search.progress for search in webset.searches]
    return ActiveWebset(
        webset,
        now - webset.created_at,
        sum(one.found for one in progress),
        sum(one.analyzed for one in progress),
        enabled_monitors(webset),
    )
