# Derived from _async/transport.py by scripts/regenerate. Edit that file instead.
"""The one send: every call of a client goes through here."""

from __future__ import annotations

import logging
from typing import TypeVar

import httpx

from .._errors import APIConnectionError
from .._generated import api
from .._http.requests import Request, explain, outcome_of, read_response
from .._http.transport_base import TransportBase
from .._runtime.threads import send_by

T = TypeVar("T")

logger = logging.getLogger("exa_websets")


class Transport(TransportBase[httpx.Client]):
    """Sends calls, with their retries."""

    def __call__(self, call: api.Call[T], options: api.RequestOptions, /) -> T:
        request = self.build(call.request, options, creates=call.creates)
        try:
            return read_response(call, request, self.send(request))
        except BaseException as error:
            explain(request, error)
            raise

    def send(self, request: Request) -> httpx.Response:
        """Send a request until it has an answer that is no reason to try again.

        Raises:
            APIConnectionError: no attempt brought an answer.
        """
        outcome = outcome_of(request, self._attempt(request))
        # Outside of any `except`, so that no httpx error with the key is chained.
        call, attempts = f"{request.method} {request.path}", request.attempts.count
        if isinstance(outcome, APIConnectionError):
            logger.debug("%s attempt %d: %s", call, attempts, outcome.message)
            raise outcome
        logger.debug("%s attempt %d: %d", call, attempts, outcome.status_code)
        return outcome

    def _attempt(self, request: Request) -> httpx.Response | httpx.HTTPError:
        """Try until there is an outcome that stays, and give it."""
        http, attempts = self.pool.http, request.attempts
        built = self.prepared(http, request)
        while True:
            outcome: httpx.Response | httpx.HTTPError
            try:
                outcome = send_by(http, built, self.auth(request), attempts.begin(built), self.clock)
            except httpx.HTTPError as error:
                outcome = error
            except BaseException as error:
                if not isinstance(error, Exception):
                    error.__traceback__ = None  # the frames of a write that was broken off hold the key
                raise
            wait = attempts.next_wait(outcome, built)
            if wait is None:
                return outcome
            self.clock.sleep(wait)
