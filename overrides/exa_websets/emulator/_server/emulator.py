"""The emulator itself: the application on loopback, served by a thread of its own."""

from __future__ import annotations

import ipaddress
import json
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from .._actions.store import Store
from .._api.app import create_app
from .._wire.paths import BASE_PATH
from .._world.clock import Clock
from .._world.ids import IdGenerator
from .fault_middleware import FaultMiddleware
from .faults import Fault, FaultPlan
from .seen_request import SeenRequest
from .server_thread import ServerThread
from .webhook_sender import WebhookSender


class Emulator:
    """Serve an emulated Websets API while the `with` block lasts.

    Args:
        api_key: The one key that is accepted; any key that is not empty unless given.
        port: The port on loopback; a free one unless given.
        speed: How many seconds of the emulator's clock a real second takes; with 0 only `advance` moves it.
        cancel_delay: How many seconds of that clock pass between a cancel and the end of what it stops.
        running_limit: How many Websets may run at once before another one is refused with 403.
        start: When the clock starts, with a time zone; at the same fixed time always unless given.
        request_ids: Whether answers carry an `X-Request-Id`; those of the service do not.
        host: The address of loopback to serve on.

    Raises:
        ValueError: An argument makes no sense, or `host` is not on loopback.
        OSError: The port is taken; raised when the block is entered.
    """

    def __init__(
        self,
        *,
        api_key: str | None = None,
        port: int = 0,
        speed: float = 0.0,
        cancel_delay: float = 0.0,
        running_limit: int | None = None,
        start: datetime | None = None,
        request_ids: bool = False,
        host: str = "127.0.0.1",
    ) -> None:
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise ValueError(f"the emulator serves on loopback only, and {host} is not there")
        if not 0 <= port < 2**16:
            raise ValueError(f"there is no port {port}")
        self._host = host
        self._port = port
        self._clock = Clock(start, speed)
        self._plan = FaultPlan()
        self._seen: list[SeenRequest] = []
        store = Store(self._clock, IdGenerator(), cancel_delay=cancel_delay, running_limit=running_limit)
        app = create_app(store, api_key=api_key, request_ids=request_ids)
        self._app = FaultMiddleware(app, self._plan, self._seen, self._clock)
        self._webhook_sender = WebhookSender(store, clock_runs=speed > 0)
        self._server_thread: ServerThread | None = None

    def __enter__(self) -> Self:
        if self._server_thread is not None:
            raise RuntimeError("an emulator serves once")
        self._server_thread = ServerThread(self._app, self._webhook_sender, self._host, self._port)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server_thread is not None
        self._server_thread.stop()

    @property
    def base_url(self) -> str:
        """The base URL for a client; it ends in `/websets` as that of the service does."""
        if self._server_thread is None:
            raise RuntimeError("the emulator serves inside its `with` block only")
        return self._server_thread.url + BASE_PATH

    @property
    def time(self) -> datetime:
        """The time of the emulator's clock, in UTC."""
        return self._clock.time

    @property
    def requests(self) -> list[SeenRequest]:
        """What arrived so far, in order, what was refused or got a fault too."""
        return list(self._seen)

    def now(self) -> float:
        """Give the seconds that have passed on the emulator's clock."""
        return self._clock.now()

    def advance(self, seconds: float) -> None:
        """Step the emulator's clock forward; raises ValueError for a step back.

        The events that this brings about are posted to webhooks a moment later; `settle` waits for it.
        """
        self._clock.advance(seconds)
        if self._server_thread is not None:
            self._server_thread.wake()

    def settle(self, timeout: float = 5.0) -> None:
        """Wait until all that is due on the clock is recorded and was posted to the webhooks that ask for it.

        It blocks. A receiver in the event loop of the caller could not answer meanwhile: there it is
        `await asyncio.to_thread(emulator.settle)`.

        Args:
            timeout: How many real seconds to wait at most.

        Raises:
            TimeoutError: Something was still due then.
        """
        if self._server_thread is None:
            raise RuntimeError("the emulator serves inside its `with` block only")
        self._server_thread.settle(timeout)

    def fail(
        self,
        status: int | None = None,
        *,
        retry_after: float | str | None = None,
        body: Any = None,
        content_type: str | None = None,
        reset: bool = False,
        stall: bool = False,
        latency: float | None = None,
        truncate: bool = False,
        malformed: bool = False,
        after: bool = False,
        times: int = 1,
        method: str | None = None,
        path: str | None = None,
    ) -> None:
        """FaultPlan a fault; of several the first that matches a request hits it.

        Args:
            status: The status to answer with.
            retry_after: The header Retry-After, in seconds or as a date.
            body: The body to answer with, as bytes or text, or what becomes its JSON; an error of the API unless given.
            content_type: The type of the body; JSON unless given.
            reset: Reset the connection instead of answering.
            stall: Never answer; the connection stays until the client gives up or the emulator stops.
            latency: Answer so many real seconds later.
            truncate: Close the connection in the middle of the body.
            malformed: Answer with 200 and JSON that ends in its middle.
            after: Let the server act first; only its answer is hit.
            times: How many matching requests are hit.
            method: Hit only requests with this method.
            path: Hit only requests to such a path below the base URL, as a pattern of `fnmatch`.

        Raises:
            ValueError: Nothing is to go wrong.
        """
        fault = Fault(
            status=status,
            retry_after=retry_after,
            body=body if body is None or isinstance(body, bytes) else _encode(body),
            content_type=content_type,
            reset=reset,
            stall=stall,
            latency=latency or 0.0,
            truncate=truncate,
            malformed=malformed,
            after=after,
            method=method,
            path=path,
        )
        if fault.is_delay and not latency:
            raise ValueError("say what is to go wrong: a status, a body, reset, stall, latency, truncate or malformed")
        self._plan.add(fault, times)


def _encode(body: Any) -> bytes:
    return (body if isinstance(body, str) else json.dumps(body)).encode()
