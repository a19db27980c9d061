"""What is said of an archive: how far it is, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias, TypedDict

from attrs import frozen

if TYPE_CHECKING:
    from .._errors import WebsetsError
    from .._websets.cancel_batch import CancelOutcome


@frozen
class ArchiveProgress:
    """How far an archive is."""

    part: str
    """What is being taken: the id of a Webset, or "websets", "monitors", "imports", "events", "webhooks", "team". """
    records: int
    """How many records of it are written; of a Webset its items. """
    done: int
    """How many Websets are done, those too that were taken by an earlier run. """
    total: int
    """How many Websets there are. """
    items: int
    """How many items this run has written in all. """


@frozen
class Archive:
    """What became of an archive."""

    directory: str
    """Where it is. """
    counts: Mapping[str, int]
    """How many records of each kind it holds. """
    failed: Mapping[str, WebsetsError]
    """What could not be taken, by the id of the Webset or the name of the list, and why; another run tries again. """
    gone: tuple[str, ...]
    """The Websets that were deleted meanwhile; what an earlier run has taken of one is kept. """
    running: tuple[str, ...]
    """The Websets of which something ran, so that their copy is not final; another run takes them again. """
    canceled: tuple[CancelOutcome, ...]
    """What became of each cancel, and of each monitor that could not be disabled. """

    @property
    def is_complete(self) -> bool:
        """Whether everything was taken, and everything stopped that had to be."""
        return not self.failed and not any(outcome.error for outcome in self.canceled)


OnArchiveProgress: TypeAlias = Callable[[ArchiveProgress], None] | None


class ArchiveOptions(TypedDict, total=False):
    """What to archive, and how."""

    websets: Iterable[str] | None
    """The ids or externalIds of the Websets to take, with what belongs to them alone; None takes all of the team. """
    cancel_running: bool
    """Whether to cancel first what runs, and to wait until it has stopped, so that the copy is final. """
    disable_monitors: bool
    """Whether to disable the monitors first, which would start the Websets again. """
