"""The base of both transports: settings, connections, a pace, and a deadline for every call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Generic, Self

import httpx
from attrs import Factory, evolve, field, frozen

from .._clock import Clock
from .._error_notes import mark
from .._errors import PagingError
from .._generated import api
from .api_key_auth import ApiKeyAuth
from .attempt_limits import Limits
from .client_pool import C, ClientPool
from .config import Config
from .identity import KnownIds
from .pace import Pace, PacedBatch
from .request import Request, build_request


@frozen(eq=False, repr=False)
class TransportBase(Generic[C]):
    """The base of both transports. `deadline` is the clock time by which every call must have ended."""

    config: Config
    pool: ClientPool[C]
    clock: Clock = field(factory=Clock)
    deadline: float | None = None
    batch: PacedBatch | None = None
    pace: Pace = field(default=Factory(lambda self: Pace(self.clock), takes_self=True))
    known_ids: KnownIds = field(factory=KnownIds)

    HTTP: ClassVar[type[Any]]
    """The class of the httpx clients."""

    def __reduce__(self) -> tuple[Any, ...]:
        if not self.pool.is_ours:
            raise TypeError(
                "A client with an http_client of your own cannot be pickled or copied, and neither can its resources. "
                "Create the client without http_client, or create it where it is used."
            )
        from .shared_transport import shared_transport

        return shared_transport, (type(self), self.config)

    @property
    def paging_error(self) -> Callable[[str], Exception]:
        redact = self.config.redact
        return lambda message: PagingError(redact.message(message))

    def with_config(self, config: Config) -> Self:
        """Return this transport with other settings."""
        return evolve(self, config=config)

    def with_deadline(self, deadline: float | None) -> Self:
        """Return this transport with a deadline for every call, unless it already has an earlier one."""
        if deadline is None or (self.deadline is not None and self.deadline <= deadline):
            return self
        return evolve(self, deadline=deadline)

    def with_batch(self, batch: PacedBatch) -> Self:
        """Return this transport for the calls of a batch."""
        return evolve(self, batch=batch)

    def build(self, parts: dict[str, Any], options: api.RequestOptions, *, creates: bool) -> Request:
        """Build the request of a call; see `build_request`."""
        try:
            request = build_request(
                parts,
                options,
                creates=creates,
                config=self.config,
                clock=self.clock,
                deadline=self.deadline,
                http_is_ours=self.pool.is_ours,
            )
        except Exception as error:
            mark(error, outcome_unknown=False)
            raise
        request.attempts.batch = self.batch
        return request

    def prepare(self, http: C, request: Request) -> httpx.Request:
        """Return the httpx request that is sent at each attempt."""
        if request.foreign is not None:
            return request.foreign
        try:
            return http.build_request(request.method, self.config.base_url + request.path, **request.arguments)
        except httpx.InvalidURL as error:  # the URL is too long
            raise ValueError(f"{error}; nothing was sent") from None

    def limits(self, seconds: float | None) -> Limits:
        """Return the limits of an attempt that must end within some seconds, or None for no time limit."""
        return Limits(seconds, self.config.max_response_size, self.pool.is_ours, self.batch)

    def auth(self, request: Request) -> ApiKeyAuth | None:
        """Return the authentication that adds the key, or None for a request to another host."""
        return ApiKeyAuth(self.config.api_key) if request.foreign is None else None
