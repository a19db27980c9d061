"""What both transports are made of: settings, connections, and a deadline or a gate for every call."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, Generic, Self

import httpx
from attrs import evolve, field, frozen

from .._clock import Clock
from .._errors import PagingError
from .._generated import api
from .client_pool import C, Pool
from .config import Config
from .requests import Request, build_request
from .shared_backoff import Gate


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
class TransportBase(Generic[C]):
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
        request.attempts.gate = self.gate
        return request

    def prepared(self, http: C, request: Request) -> httpx.Request:
        """Give what is sent at each attempt; a request for another host is made already."""
        if request.foreign is not None:
            return request.foreign
        try:
            return http.build_request(request.method, self.config.base_url + request.path, **request.arguments)
        except httpx.InvalidURL as error:  # it is too long
            raise ValueError(f"{error}; nothing was sent") from None

    def auth(self, request: Request) -> Key | None:
        """Give what adds the key; a request for another host goes without."""
        return Key(self.config.api_key) if request.foreign is None else None
