# Derived from _async/transport.py by scripts/regenerate. Edit that file instead.
"""The one send: every call of a client goes through here, with its retries."""

from __future__ import annotations

import logging
from typing import TypeVar

import httpx

from .._errors import APIConnectionError
from .._generated import api
from .._http.answer import add_notes, read_response, to_outcome
from .._http.request import Request
from .._http.transport_base import TransportBase
from .._runtime.threads import send_before

T = TypeVar("T")

logger = logging.getLogger("exa_websets")


class Transport(TransportBase[httpx.Client]):
    """Sends calls, with their retries."""

    def __call__(self, call: api.Call[T], options: api.RequestOptions, /) -> T:
        request = self.build(call.request, options, creates=call.creates)
        try:
            return read_response(call, request, self.send(request))
        except BaseException as error:
            add_notes(request, error)
            raise

    def send(self, request: Request) -> httpx.Response:
        """Send a request, with retries, and return the answer, whatever its status.

        Raises:
            APIConnectionError: no attempt has brought an answer.
        """
        try:
            final = self._send_until_final(request)
        except BaseException as error:
            if not isinstance(error, Exception):
                error.__traceback__ = None  # the frames of an interrupted attempt hold the key
            raise
        outcome = to_outcome(request, final)
        # Outside of any `except`, so that no httpx error, whose request holds the key, becomes the context.
        call, attempts = f"{request.method} {request.path}", request.attempts.count
        if isinstance(outcome, APIConnectionError):
            logger.debug("%s attempt %d: %s", call, attempts, outcome.message)
            raise outcome
        logger.debug("%s attempt %d: %d", call, attempts, outcome.status_code)
        return outcome

    def _send_until_final(self, request: Request) -> httpx.Response | httpx.HTTPError:
        """Send a request until its outcome is final, and return that."""
        http, attempts = self.pool.http, request.attempts
        prepared = self.prepare(http, request)
        while True:
            outcome: httpx.Response | httpx.HTTPError
            try:
                limits = self.limits(attempts.start(prepared))
                outcome = send_before(http, prepared, self.auth(request), limits)
            except httpx.HTTPError as error:
                outcome = error
            wait = attempts.next_wait(outcome, prepared)
            if wait is None:
                return outcome
            self.clock.sleep(wait)
