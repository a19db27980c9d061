"""The last state of a Webset that a command has observed, and what the command prints about it at its end."""

from __future__ import annotations

import shlex
from collections.abc import Generator
from contextlib import contextmanager

from attrs import define

from ... import is_finished
from ..._guard.leftovers import stopped_message
from ..._websets.snapshots import Phase, Snapshot
from ...models import Webset
from .cancel_warnings import print_cancel_warnings
from .error_text import notes_of
from .log import was_printed
from .printing import print_error, print_line
from .webset_text import summary


@define
class Observed:
    """A Webset that a command watches."""

    requested_id: str
    """The id or externalId that the user passed."""
    webset: Webset | None = None
    """The Webset as last observed, None before the first response."""
    reason: str | None = None
    """Why a stop rule stopped it. None until it has ended, and if it ended by itself."""
    phase: Phase = "running"
    timed_out: bool = False
    """Whether its enrichments had not finished in time."""

    def record(self, snapshot: Snapshot) -> None:
        """Store the latest snapshot."""
        self.webset, self.reason = snapshot.webset, snapshot.reason
        self.phase, self.timed_out = snapshot.phase, snapshot.timed_out

    @contextmanager
    def explain_interruption(self, command: str) -> Generator[None]:
        """If Ctrl-C ends the block, print whether the Webset was canceled, and how to cancel it if not."""
        try:
            yield
        except KeyboardInterrupt as interruption:
            if notes := notes_of(interruption):  # a stop rule had fired, and its cancel was interrupted
                for note in notes:
                    if not was_printed(note):
                        print_error(note)
            elif self.phase == "finishing":
                if not was_printed(f"{self.requested_id} may still be running"):
                    print_error(stopped_message(self.requested_id))
            elif self.webset is None or not is_finished(self.webset):
                print_error(f"{self.requested_id} was not canceled: interrupting `{command}` only ends the command.")
                print_error(f"To cancel it: exa-websets cancel {shlex.quote(self.requested_id)}")
            raise

    def report_end(self, *, as_json: bool, should_be_stopped: bool = False) -> None:
        """Print the reason of a cancel, the final state, and warnings if the Webset is supposed to have stopped.

        Args:
            as_json: Whether to print only the warnings, because stdout carries JSON.
            should_be_stopped: Whether it is supposed to have stopped although no stop rule has fired.
        """
        if not self.webset:
            return
        if self.reason or should_be_stopped:
            print_cancel_warnings(self.webset)
        if as_json:
            return
        if self.reason:
            print_line(f"Canceled: {self.reason}.")
        print_line(*summary(self.webset, self.requested_id))
