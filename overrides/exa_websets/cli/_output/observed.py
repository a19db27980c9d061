"""What a command that looks on has seen of a Webset, and what it says of it when it ends."""

from __future__ import annotations

import shlex
from collections.abc import Generator
from contextlib import contextmanager

from attrs import define

from ... import is_finished
from ..._websets.snapshots import Snapshot
from ...models import Webset
from .cancel_warnings import warn
from .printing import line, printable, problem
from .webset_text import summary


@define
class Seen:
    """A Webset as it was last seen, and why a stop rule has canceled it."""

    given: str
    """How it was asked for. """
    webset: Webset | None = None
    reason: str | None = None

    def take(self, snapshot: Snapshot) -> None:
        """Keep a snapshot as the last one."""
        self.webset, self.reason = snapshot.webset, snapshot.reason

    @contextmanager
    def cancels_nothing(self, what: str) -> Generator[None]:
        """Say of a block that Ctrl-C ends that the Webset goes on, unless a rule had fired."""
        try:
            yield
        except KeyboardInterrupt as interruption:
            if notes := getattr(interruption, "__notes__", []):  # its cancel was under way
                for note in notes:
                    problem(printable(note))
            elif self.webset is None or not is_finished(self.webset):
                problem(f"{printable(self.given)} goes on: {what} cancels nothing when it is interrupted.")
                problem(f"To cancel it: exa-websets cancel {shlex.quote(self.given)}")
            raise

    def tell_end(self, *, as_json: bool, is_meant_to_rest: bool = False) -> None:
        """Say how it ended and what became of it; of one that is to rest, what may start it again."""
        if not self.webset:
            return
        if self.reason or is_meant_to_rest:
            warn(self.webset)
        if as_json:
            return
        if self.reason:
            line(f"Canceled: {printable(self.reason)}.")
        line(summary(self.webset, self.given))
