"""The resource `websets` with its helpers to stop one Webset: to wait, to cancel surely, to watch."""

from __future__ import annotations

import warnings
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ._errors import EnabledMonitorsWarning
from ._generated import models
from ._many_websets import ManyWebsets
from ._requests import check_id

if TYPE_CHECKING:
    from ._polling import OnPoll
    from ._stop_rules import Until
    from ._waiting import OnTimeout
    from ._watching import Snapshot


class StoppingWebsets(ManyWebsets):
    """The operations of `websets`, and what takes more than one of them."""

    def wait_until_idle(
        self,
        id: str,
        /,
        *,
        timeout: float = 3600,
        poll_interval: float = 5,
        on_poll: OnPoll[models.Webset] = None,
        on_timeout: OnTimeout = "raise",
        stop_on_paused: bool = True,
    ) -> models.Webset:
        """Wait until a Webset is idle.

        Args:
            id: The Webset's id or externalId.
            timeout: Seconds in all, for the requests and their retries too.
            poll_interval: Seconds between two looks.
            on_poll: Called with the Webset at each look.
            on_timeout: "cancel" cancels the Webset, surely, before the error is raised.
            stop_on_paused: Whether a paused Webset is an error, because only the service ends a pause.

        Raises:
            WebsetTimeoutError: the time is up; the error holds the last Webset.
            WebsetPausedError: the Webset is paused.
        """
        from ._performing import perform
        from ._steps import take
        from ._waiting import until_idle

        steps = until_idle(
            id,
            self._transport.clock,
            timeout=timeout,
            poll_interval=poll_interval,
            on_poll=on_poll,
            on_timeout=on_timeout,
            stop_on_paused=stop_on_paused,
        )
        return take(steps, self._transport.clock, lambda step: perform(self._transport, id, step))

    def cancel_and_wait(
        self,
        id: str,
        /,
        *,
        timeout: float = 60,
        poll_interval: float = 1,
        on_poll: OnPoll[models.Webset] = None,
        disable_monitors: bool = False,
    ) -> models.Webset:
        """Cancel a Webset and wait until nothing in it runs; cancel again what still does.

        Enabled monitors start the Webset again; unless they are to be disabled, an EnabledMonitorsWarning names them.

        Args:
            id: The Webset's id or externalId.
            timeout: Seconds in all, for the requests and their retries too.
            poll_interval: Seconds between two looks.
            on_poll: Called with the Webset at each look.
            disable_monitors: Whether to disable its monitors, before the cancel and whenever one is enabled again.

        Raises:
            WebsetTimeoutError: the time is up; the error names what may still run and holds the last Webset.
        """
        from ._cancellation import until_canceled
        from ._performing import perform
        from ._polling import warning_of_monitors
        from ._steps import take

        steps = until_canceled(
            id,
            self._transport.clock,
            timeout=timeout,
            poll_interval=poll_interval,
            on_poll=on_poll,
            disable_monitors=disable_monitors,
        )
        webset = take(steps, self._transport.clock, lambda step: perform(self._transport, id, step))
        if warning := warning_of_monitors(webset):
            warnings.warn(warning, EnabledMonitorsWarning, stacklevel=2)
        return webset

    @contextmanager
    def cancel_on_exit(self, id: str, /) -> Generator[None]:
        """Cancel a Webset when the block ends: by an exception, by Ctrl-C, or just so.

        A cancel that fails after an exception is told in a note to it; after none it is raised.

        Args:
            id: The Webset's id or externalId.
        """
        check_id(id)
        try:
            yield
        except BaseException as error:
            try:
                self._cancel_surely(id)
            except Exception as failure:
                error.add_note(f"{id} could not be canceled and may still be burning credits: {failure}")
            raise
        self._cancel_surely(id)

    def watch(self, id: str, /, *, until: Until = None) -> Generator[Snapshot]:
        """Watch a Webset: yield it each time it has changed, until it has ended or was stopped by a rule.

        It is looked at each second at first, each 15 seconds at last. A reader who leaves early stops nothing.

        Args:
            id: The Webset's id or externalId.
            until: A stop rule, such as `found(100) | deadline(minutes=10)`, or any function of a Webset. When it
                fires the Webset is canceled, surely, and the last snapshot has the reason.

        Raises:
            WebsetTimeoutError: a rule fired, and a minute of canceling did not show that the Webset stopped.
        """
        from ._performing import snapshots

        return snapshots(self._transport, id, until)

    def _cancel_surely(self, id: str) -> None:
        from ._cancellation import tell_of_second
        from ._steps import is_interruption

        try:
            self.cancel(id)
        except BaseException as interruption:
            if is_interruption(interruption):
                try:
                    self.cancel(id)  # it is over in no time, and without it the Webset would run on
                except Exception as failure:
                    tell_of_second(id, interruption, failure)
                else:
                    tell_of_second(id, interruption)
            raise
