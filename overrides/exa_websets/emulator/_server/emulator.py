"""The class `Emulator`: the application, its clock, its faults and its server."""

from __future__ import annotations

import ipaddress
import json
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from ..._arguments import check_number
from .._actions.store import Store
from .._api.app import create_app
from .._api.rate_limit import RateLimit
from .._wire.paths import BASE_PATH
from .._world.clock import Clock
from .._world.ids import IdGenerator
from .bounded_log import BoundedLog
from .fault_middleware import FaultMiddleware
from .faults import Fault, FaultPlan
from .seen_request import SeenRequest
from .server_thread import ServerThread
from .webhook_sender import WebhookSender

KEPT_WARNINGS = 1000
# The clock ends after about this many seconds.
LONGEST = 1e9


class Emulator:
    """An emulated Websets API on loopback, which serves inside its `with` block.

    Args:
        api_key: The only key that is accepted; by default any key that is not empty.
        port: The port to serve on; 0 for a free one.
        speed: The seconds of the emulator's clock for each real second; with 0 only `advance` moves the clock.
        cancel_delay: The seconds of the clock between a cancel and the end of what it stops.
        running_limit: The number of Websets that may run at once; beyond it the API answers 403. No limit by default.
        start: The time, with a time zone, at which the clock starts; by default always the same time.
        request_ids: Whether answers carry an `X-Request-Id`; the recorded answers of the service do not.
        host: The loopback address to serve on.
        rate_limit: The number of requests per real second, and at once; beyond it the API answers 429.
            No limit by default.
        keep_requests: The number of requests to keep in `requests`; older ones are dropped.
        strict: Whether to reject what the API does not describe, such as unknown keys in bodies, instead of adding it
            to `warnings`.

    Raises:
        TypeError: A number is not one.
        ValueError: An argument is invalid, or `host` is not on loopback.
        OSError: The port is in use; raised when the block is entered.
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
        rate_limit: float | None = None,
        keep_requests: int = 10_000,
        strict: bool = False,
    ) -> None:
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise ValueError(f"the emulator serves on loopback only: {host} is not a loopback address")
        check_number("port", port, at_most=65535, is_whole=True)
        check_number("speed", speed, at_most=LONGEST)
        check_number("cancel_delay", cancel_delay, at_most=LONGEST)
        check_number("keep_requests", keep_requests, is_whole=True)
        if running_limit is not None:
            check_number("running_limit", running_limit, is_whole=True)
        self._host = host
        self._port = port
        self._clock = Clock(start, speed)
        self._plan = FaultPlan()
        self._log = BoundedLog[SeenRequest](keep_requests)
        self._warnings = BoundedLog[str](KEPT_WARNINGS)
        store = Store(self._clock, IdGenerator(), cancel_delay=cancel_delay, running_limit=running_limit)
        limit = None if rate_limit is None else RateLimit(rate_limit)
        warn = None if strict else self._warnings.add
        app = create_app(store, api_key=api_key, request_ids=request_ids, rate_limit=limit, warn=warn)
        self._app = FaultMiddleware(app, self._plan, self._log, self._clock)
        self._webhook_sender = WebhookSender(store, clock_runs=speed > 0)
        self._server_thread: ServerThread | None = None

    def __enter__(self) -> Self:
        if self._server_thread is not None:
            raise RuntimeError("an emulator can be started only once: create another one")
        self._server_thread = ServerThread(self._app, self._webhook_sender, self._host, self._port)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._started().stop()

    @property
    def base_url(self) -> str:
        """The base URL for a client; like that of the service it ends in `/websets`."""
        return self._started().url + BASE_PATH

    @property
    def time(self) -> datetime:
        """The time of the emulator's clock, in UTC."""
        return self._clock.time

    @property
    def requests(self) -> list[SeenRequest]:
        """The newest `keep_requests` requests, in order, including rejected ones and those with a fault.

        Requests for another host and those with a body over 64 MiB are not included.
        """
        return self._log.entries()

    @property
    def warnings(self) -> list[str]:
        """What requests contained that the API does not describe and that was ignored; the newest 1,000, in order."""
        return self._warnings.entries()

    def now(self) -> float:
        """Return the seconds that have passed on the emulator's clock."""
        return self._clock.now()

    def advance(self, seconds: float) -> None:
        """Step the emulator's clock forward.

        The events that this causes are posted to webhooks in the background; `settle` waits for that.

        Raises:
            ValueError: The step is negative, or ends after the year 3000.
        """
        self._clock.advance(seconds)
        if self._server_thread is not None:
            self._server_thread.wake()

    def settle(self, timeout: float = 5.0) -> None:
        """Wait until every event that is due has been recorded and posted to its webhooks.

        The call blocks. If the receiver runs in the event loop of the caller, use
        `await asyncio.to_thread(emulator.settle)`, so that it can respond.

        Args:
            timeout: The maximum wait in real seconds.

        Raises:
            TimeoutError: Events were still due after the timeout.
        """
        self._started().settle(timeout)

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
        """Plan a fault. If several match a request, the one that was planned first is carried out.

        Args:
            status: The status to answer with.
            retry_after: The header Retry-After, in seconds or as a date.
            body: The body to answer with: bytes, text, or a value to encode as JSON; by default an error of the API.
            content_type: The content type of the body; JSON by default.
            reset: Reset the connection instead of answering.
            stall: Never answer; the connection stays open until the client closes it or the emulator stops.
            latency: Delay the answer by this many real seconds.
            truncate: Close the connection in the middle of the body.
            malformed: Answer with JSON that is cut in the middle.
            after: Process the request first; the fault affects only the answer.
            times: The number of matching requests to affect.
            method: Affect only requests with this method.
            path: Affect only requests whose path below the base URL matches this `fnmatch` pattern.

        Raises:
            ValueError: The arguments describe no fault.
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
            raise ValueError(
                "a fault needs at least one of status, body, reset, stall, latency, truncate and malformed"
            )
        self._plan.add(fault, times)

    def _started(self) -> ServerThread:
        if self._server_thread is None:
            raise RuntimeError("the emulator is not running: use it inside its `with` block")
        return self._server_thread


def _encode(body: Any) -> bytes:
    return (body if isinstance(body, str) else json.dumps(body)).encode()
