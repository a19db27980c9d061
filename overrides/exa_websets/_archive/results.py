"""The progress and the result of an archive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

from .._lazy import LazyModule

if TYPE_CHECKING:
    from .._websets import cancel_batch
else:
    cancel_batch = LazyModule(".._websets.cancel_batch", __package__)


@frozen
class ArchiveProgress:
    """The progress of an archive, as `on_progress` receives it."""

    part: str
    """The part being archived: the id of a Webset, or "websets", "monitors", "imports", "events" or "webhooks"."""
    records: int
    """The number of its records written so far; for a Webset, of its items."""
    done: int
    """The number of Websets that are done, including those that an earlier run archived."""
    total: int
    """The number of Websets to archive."""
    items: int
    """The total number of items that this run has written."""


@frozen
class Archive:
    """The result of `client.archive`."""

    directory: str
    """The path of the directory."""
    counts: Mapping[str, int]
    """The number of records of each kind in the archive."""
    failed: Mapping[str, Exception]
    """The errors of the parts that could not be archived, by Webset id or name of the list. The next run retries."""
    gone: tuple[str, ...]
    """The ids of the Websets that were deleted. Their copies from earlier runs are kept."""
    running: tuple[str, ...]
    """The ids of the Websets that were running when they were archived. The next run archives them again."""
    canceled: tuple[cancel_batch.CancelOutcome, ...]
    """The outcome of each cancel, and of each monitor that could not be disabled."""

    @property
    def is_complete(self) -> bool:
        """Whether everything was archived, and every cancel succeeded."""
        return not self.failed and not any(outcome.error for outcome in self.canceled)


OnArchiveProgress: TypeAlias = Callable[[ArchiveProgress], None] | None
