"""What runs in a team, and what it has cost in time so far."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from .._generated import models


@frozen
class ActiveWebset:
    """A Webset that is not idle."""

    webset: models.Webset
    age: timedelta
    """How long ago it was created. """
    found: int
    """How many items its searches have found together. """
    analyzed: int
    """How many candidates its searches have analyzed together. """
    monitors: list[str]
    """The ids of its enabled monitors. """

    @property
    def id(self) -> str:
        """The id of the Webset."""
        return self.webset.id


def active_of(webset: models.Webset, now: datetime) -> ActiveWebset:
    """Say of a Webset how it stands at a time."""
    from .status import enabled_monitors

    progress = [search.progress for search in webset.searches]
    return ActiveWebset(
        webset,
        now - webset.created_at,
        sum(one.found for one in progress),
        sum(one.analyzed for one in progress),
        enabled_monitors(webset),
    )
