"""The progress of a run: counters, and the callback that they are reported to."""

from __future__ import annotations

from collections.abc import Callable

from attrs import define, field

from .results import ArchiveProgress


@define(eq=False)
class Progress:
    """Counts Websets and items, and reports them with each step."""

    show: Callable[[ArchiveProgress], object]
    total: int = field(init=False)
    """The number of Websets to archive."""
    done: int = field(init=False, default=0)
    """The number of Websets that are done."""
    items: int = field(init=False, default=0)
    """The number of items written by this run."""
    error: Exception | None = field(init=False, default=None)
    """The exception that the callback raised. It is not called again."""

    def report(self, part: str, records: int) -> None:
        """Report a step.

        Args:
            part: The part that is being archived.
            records: The number of its records written so far.
        """
        if self.error is None:
            try:
                self.show(ArchiveProgress(part, records, self.done, self.total, self.items))
            except Exception as error:
                self.error = error
