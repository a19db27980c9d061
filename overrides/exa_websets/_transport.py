"""The one send: every call of either client goes through here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from typing import Any, Generic, Self, TypeVar, cast

import httpx
from attrs import evolve, field, frozen
from httpx_retries import aretry_request, retry_request

from ._bounded import AsyncBoundedClient, BoundedClient
from ._clock import Clock
from ._config import Config
from ._errors import APIConnectionError, PagingError
from ._gate import Gate
from ._generated import api
from ._pool import C, Pool
from ._requests import Request, build_request, explain, outcome_of, read_response
from ._retries import GaveUp

T = TypeVar("T")

logger = logging.getLogger("exa_websets")


class Key(httpx.Auth):
    """Adds the key to a request at the last moment, so that no header argument ever holds it."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __repr__(self) -> str:
        return "<key>"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["x-api-key"] = self._key
        yield request


@frozen
class _Base(Generic[C]):
    """What a transport is made of; `deadline` is the clock's time at which every call has to have ended."""

    config: Config
    pool: Pool[C]
    clock: Clock = field(factory=Clock)
    deadline: float | None = None
    gate: Gate | None = None

    @property
    def paging_error(self) -> Callable[[str], Exception]:
        return PagingError

    def configured(self, config: Config) -> Self:
        """Give the same transport with other settings."""
        return evolve(self, config=config)

    def bounded(self, deadline: float | None) -> Self:
        """Give the same transport, with a time of its clock at which every request has to have ended."""
        return evolve(self, deadline=deadline)

    def behind(self, gate: Gate) -> Self:
        """Give the same transport, with a gate that holds its calls back together."""
        return evolve(self, gate=gate)

    def build(self, parts: dict[str, Any], options: api.RequestOptions, *, creates: bool) -> Request:
        request = build_request(
            parts,
            options,
            creates=creates,
            config=self.config,
            clock=self.clock,
            deadline=self.deadline,
            http_is_ours=self.pool.is_ours,
        )
        request.policy.gate = self.gate
        return request

    def _arguments(self, request: Request) -> dict[str, Any]:
        # An absolute URL and no redirects: the key goes to the host it is meant for and to no other.
        return {
            "method": request.method,
            "url": self.config.base_url + request.path if request.foreign is None else request.foreign.url,
            "retry": request.policy,
            "auth": Key(self.config.api_key) if request.foreign is None else None,
            "follow_redirects": False,
            **request.arguments,
        }


class Transport(_Base[httpx.Client]):
    """Sends calls and waits for each."""

    def __call__(self, call: api.Call[T], options: api.RequestOptions, /) -> T:
        request = self.build(call.request, options, creates=call.creates)
        try:
            return read_response(call, request, self.send(request))
        except BaseException as error:
            explain(request, error)
            raise

    def send(self, request: Request) -> httpx.Response:
        """Send a request, with its retries.

        Raises:
            APIConnectionError: no attempt brought an answer.
        """
        outcome: httpx.Response | APIConnectionError
        http = cast(httpx.Client, BoundedClient(self.pool.http, request.policy, request.foreign))
        try:
            outcome = retry_request(http, **self._arguments(request))
        except (GaveUp, httpx.HTTPError) as error:
            outcome = outcome_of(request, error)
        except httpx.InvalidURL as error:  # it is too long
            raise ValueError(f"{error}; nothing was sent") from None
        except BaseException as error:
            if not isinstance(error, Exception):
                error.__traceback__ = None  # the frames of a write that was broken off hold the key
            raise
        return _ended(request, outcome)


class AsyncTransport(_Base[httpx.AsyncClient]):
    """Sends calls without blocking."""

    async def __call__(self, call: api.Call[T], options: api.RequestOptions, /) -> T:
        request = self.build(call.request, options, creates=call.creates)
        try:
            return read_response(call, request, await self.send(request))
        except BaseException as error:
            explain(request, error)
            raise

    async def send(self, request: Request) -> httpx.Response:
        """Send a request, with its retries.

        Raises:
            APIConnectionError: no attempt brought an answer.
        """
        outcome: httpx.Response | APIConnectionError
        http = cast(httpx.AsyncClient, AsyncBoundedClient(self.pool.http, request.policy, request.foreign))
        try:
            outcome = await aretry_request(http, **self._arguments(request))
        except (GaveUp, httpx.HTTPError) as error:
            outcome = outcome_of(request, error)
        except httpx.InvalidURL as error:  # it is too long
            raise ValueError(f"{error}; nothing was sent") from None
        except BaseException as error:
            if not isinstance(error, Exception):
                error.__traceback__ = None  # the frames of a write that was broken off hold the key
            raise
        return _ended(request, outcome)


def _ended(request: Request, outcome: httpx.Response | APIConnectionError) -> httpx.Response:
    """Give the response or raise the error; outside of any `except`, so that no httpx error with the key is chained."""
    call, attempts = f"{request.method} {request.path}", request.policy.attempts
    if isinstance(outcome, APIConnectionError):
        logger.debug("%s attempt %d: %s", call, attempts, outcome.message)
        raise outcome
    logger.debug("%s attempt %d: %d", call, attempts, outcome.status_code)
    return outcome
