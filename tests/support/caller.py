"""A caller that runs a test with either kind of client, on a clock that advances without waiting."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import anyio
import httpx
from attrs import define, field, frozen
from exa_websets import AsyncWebsetsClient, CancelOutcome, WebsetsClient
from support.answers import as_asked
from support.internals import Clock, with_clock

KEY = "test-key-4711"

Act = Callable[[Any], Any]
"""What a test does with a client; it returns a value, or an awaitable for the asynchronous client."""


@define
class SteppedTime:
    """A clock that advances instead of waiting, and records the waits."""

    seconds: float = 0.0
    waits: list[float] = field(factory=list[float])

    def now(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.seconds += seconds


@frozen
class Caller:
    """Runs functions with a client of one kind."""

    kind: Literal["sync", "asyncio", "trio"]

    def __call__(
        self,
        act: Act,
        *,
        handler: Callable[[httpx.Request], Any] | None = None,
        verbatim: bool = False,
        hook: Callable[[httpx.Response], None] | None = None,
        now: Callable[[], float] | None = None,
        sleep: Callable[[float], object] | None = None,
        opened: Callable[[Any], object] = lambda http: None,
        **settings: Any,
    ) -> Any:
        """Run `act` with a new client, and close the client; `handler` answers in place of a server.

        Answers are changed to be about the object that each request names, unless `verbatim` is true. `hook` is a
        response hook of the httpx client. `sleep` may return an awaitable, which an asynchronous client awaits.
        `opened` is called with the httpx client that the client uses.
        """
        if handler and not verbatim:
            handler = as_asked(handler)
        time = SteppedTime()
        clock = _clock(now or time.now, sleep or time.sleep)
        settings.setdefault("api_key", KEY)
        if self.kind == "sync":
            hooks = {"response": [hook] if hook else []}
            http = httpx.Client(transport=httpx.MockTransport(handler), event_hooks=hooks) if handler else None
            opened(http)
            settings.setdefault("http_client", http)
            with with_clock(WebsetsClient, clock)(**settings) as client:
                return act(client)

        async def async_hook(response: httpx.Response) -> None:
            assert hook
            hook(response)

        async def main() -> Any:
            hooks = {"response": [async_hook] if hook else []}
            http = httpx.AsyncClient(transport=httpx.MockTransport(handler), event_hooks=hooks) if handler else None
            opened(http)
            settings.setdefault("http_client", http)
            async with with_clock(AsyncWebsetsClient, clock)(**settings) as client:
                return await act(client)

        return anyio.run(main, backend=self.kind)

    def collect(self, act: Act, **settings: Any) -> list[Any]:
        """Run `act`, which returns an iterator, and return everything that it yields."""
        if self.kind == "sync":
            return list(self(lambda client: list(act(client)), **settings))

        async def read(client: Any) -> list[Any]:
            return [element async for element in act(client)]

        elements: list[Any] = self(read, **settings)
        return elements


def many(call: Caller, ids: Any, **settings: Any) -> list[CancelOutcome]:
    """Cancel several Websets concurrently."""
    concurrency = settings.pop("concurrency", 8)
    outcomes: list[CancelOutcome] = call(
        lambda client: client.websets.cancel_many(ids, concurrency=concurrency), **settings
    )
    return outcomes


def _clock(now: Callable[[], float], sleep: Callable[[float], object]) -> Clock:
    async def async_sleep(seconds: float) -> None:
        waiting = sleep(seconds)
        if inspect.isawaitable(waiting):
            await waiting

    start = datetime.now(UTC) - timedelta(seconds=now())
    return Clock(now, sleep, async_sleep, lambda: start + timedelta(seconds=now()))
