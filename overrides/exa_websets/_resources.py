"""The generated resources with the helpers added."""

from __future__ import annotations

from ._generated import api, models
from ._steps import Cancel, Operation, Steps, async_run, run
from ._transport import AsyncTransport, Transport
from ._waiting import OnPoll, OnTimeout, until_canceled, until_idle


class Websets(api.websets.Websets):
    """The operations of `websets`, and what takes more than one of them."""

    def __init__(self, transport: Transport) -> None:
        super().__init__(transport)
        self._transport = transport

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
        return self._run(
            id,
            until_idle(
                id,
                self._transport.clock,
                timeout=timeout,
                poll_interval=poll_interval,
                on_poll=on_poll,
                on_timeout=on_timeout,
                stop_on_paused=stop_on_paused,
            ),
        )

    def cancel_and_wait(
        self, id: str, /, *, timeout: float = 60, poll_interval: float = 1, on_poll: OnPoll[models.Webset] = None
    ) -> models.Webset:
        """Cancel a Webset and wait until nothing in it runs; cancel again what still does.

        Enabled monitors are left as they are and will start the Webset again.

        Args:
            id: The Webset's id or externalId.
            timeout: Seconds in all, for the requests and their retries too.
            poll_interval: Seconds between two looks.
            on_poll: Called with the Webset at each look.

        Raises:
            WebsetTimeoutError: the time is up; the error names what may still run and holds the last Webset.
        """
        return self._run(
            id,
            until_canceled(id, self._transport.clock, timeout=timeout, poll_interval=poll_interval, on_poll=on_poll),
        )

    def _run(self, id: str, steps: Steps[models.Webset]) -> models.Webset:
        def perform(step: Operation) -> models.Webset:
            websets = api.websets.Websets(self._transport.bounded(step.until))
            return websets.cancel(id) if isinstance(step, Cancel) else websets.get(id)

        return run(steps, self._transport.clock, perform)


class AsyncWebsets(api.websets.AsyncWebsets):
    """The operations of `websets`, and what takes more than one of them."""

    def __init__(self, transport: AsyncTransport) -> None:
        super().__init__(transport)
        self._transport = transport

    async def wait_until_idle(
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
        return await self._run(
            id,
            until_idle(
                id,
                self._transport.clock,
                timeout=timeout,
                poll_interval=poll_interval,
                on_poll=on_poll,
                on_timeout=on_timeout,
                stop_on_paused=stop_on_paused,
            ),
        )

    async def cancel_and_wait(
        self, id: str, /, *, timeout: float = 60, poll_interval: float = 1, on_poll: OnPoll[models.Webset] = None
    ) -> models.Webset:
        """Cancel a Webset and wait until nothing in it runs; cancel again what still does.

        Enabled monitors are left as they are and will start the Webset again.

        Args:
            id: The Webset's id or externalId.
            timeout: Seconds in all, for the requests and their retries too.
            poll_interval: Seconds between two looks.
            on_poll: Called with the Webset at each look.

        Raises:
            WebsetTimeoutError: the time is up; the error names what may still run and holds the last Webset.
        """
        return await self._run(
            id,
            until_canceled(id, self._transport.clock, timeout=timeout, poll_interval=poll_interval, on_poll=on_poll),
        )

    async def _run(self, id: str, steps: Steps[models.Webset]) -> models.Webset:
        async def perform(step: Operation) -> models.Webset:
            websets = api.websets.AsyncWebsets(self._transport.bounded(step.until))
            return await (websets.cancel(id) if isinstance(step, Cancel) else websets.get(id))

        return await async_run(steps, self._transport.clock, perform)
