# Derived from _async/transport.py by scripts/regenerate. Edit that file instead.
"""The transport of a client. Every call goes through it, and is retried here."""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager
from typing import TypeVar

import httpx

from .._clock import Clock
from .._error_notes import mark
from .._errors import APIConnectionError
from .._generated import api
from .._http.answer import add_notes, read_response, to_outcome
from .._http.boundary import cause_of, closed_error, translate
from .._http.client_pool import ClientPool
from .._http.config import Config
from .._http.identity import find_mismatch
from .._http.origin import find_callers_exception
from .._http.own_client import Client
from .._http.request import Request
from .._http.transport_base import TransportBase
from .._runtime.threads import pause, send_before

T = TypeVar("T")

logger = logging.getLogger("exa_websets")


def close_pool(pool: ClientPool[httpx.Client]) -> None:
    """Close connections of our own."""
    if not pool.closed:
        http, pool.closed = pool.http, True
        http.close()


@contextmanager
def own_transport(config: Config, clock: Clock) -> Generator[Transport]:
    """Yield a transport with its own connections, which works even if the client is closed."""
    pool = ClientPool(Client, config, None)
    try:
        yield Transport(config, pool, clock)
    finally:
        close_pool(pool)


class Transport(TransportBase[httpx.Client]):
    """Sends calls and retries them."""

    HTTP = Client

    def __call__(self, call: api.Call[T], options: api.RequestOptions, /) -> T:
        if self.batch is not None:  # before building the request, which starts the time limit for retries
            while wait := self.batch.pace.take():
                pause(self.clock, wait, self.batch)
        request = self.build(call.request, options, creates=call.creates)
        try:
            return read_response(call, request, self.send(request))
        except BaseException as error:
            add_notes(request, error)
            raise

    def send(self, request: Request) -> httpx.Response:
        """Send a request with its retries, and return the response, also one with an error status.

        Raises:
            APIConnectionError: no attempt got a response.
        """
        try:
            outcome = to_outcome(request, self._send_until_final(request))
            what = outcome.message if isinstance(outcome, APIConnectionError) else outcome.status_code
            count = request.attempts.count
            logger.debug("%s %s at %s attempt %d: %s", request.method, request.path, request.host, count, what)
        except BaseException as error:
            mark(error, outcome_unknown=request.may_have_acted)
            if not isinstance(error, Exception):
                error.__traceback__ = None  # its frames hold the key
            raise
        request.cause = cause_of(request, self.pool)
        if isinstance(outcome, APIConnectionError):
            # Raised outside of any `except`, so that no httpx error becomes the context: its request holds the key.
            raise outcome from request.cause
        return outcome

    def _send_until_final(self, request: Request) -> httpx.Response | httpx.HTTPError | APIConnectionError:
        """Send a request until its outcome is final, and return the outcome."""
        if self.pool.is_closed:
            return closed_error(request)
        http, attempts = self.pool.http, request.attempts
        prepared = self.prepare(http, request)
        while True:
            outcome: httpx.Response | httpx.HTTPError | APIConnectionError
            limits, request.cause = self.limits(attempts.start(prepared)), None
            foreign: BaseException | None = None
            try:
                response = send_before(http, prepared, self.auth(request), limits)
                outcome = find_mismatch(request, response, self.known_ids) or response
            except Exception as error:
                foreign = find_callers_exception(error) if self.pool.is_ours else None
                translated = translate(error, request, prepared, self.pool)
                if foreign is error or translated is None:
                    raise
                outcome = translated
            if foreign is not None:
                raise foreign
            wait = attempts.next_wait(outcome, prepared)
            if wait is None:
                return outcome
            pause(self.clock, wait, self.batch)
