"""Ends an answer that arrives too slowly: the timeouts of httpx start anew with every piece that comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import anyio
import httpx

from ._retries import Policy, within


class BoundedClient:
    """An httpx client, as httpx-retries sees it, of which each answer has to have been read in its time."""

    def __init__(self, http: httpx.Client, policy: Policy, foreign: httpx.Request | None) -> None:
        self._http = http
        self._policy = policy
        self.build_request = _builder(http, foreign)

    def send(self, request: httpx.Request, **how: Any) -> httpx.Response:
        limit = self._policy.begin(request)
        if limit is None:
            return self._http.send(request, **how)
        response = self._http.send(request, stream=True, **how)
        # httpcore looks into this very dictionary when it starts to read the body.
        timeouts = request.extensions["timeout"]
        before = timeouts["read"]
        try:
            timeouts["read"] = within(before, limit - self._policy.clock.now())
            response.stream = _BoundedStream(response, self._policy, limit)
            response.read()
        except BaseException:
            response.close()
            raise
        finally:
            timeouts["read"] = before
        return response


class AsyncBoundedClient:
    """The same without blocking."""

    def __init__(self, http: httpx.AsyncClient, policy: Policy, foreign: httpx.Request | None) -> None:
        self._http = http
        self._policy = policy
        self.build_request = _builder(http, foreign)

    async def send(self, request: httpx.Request, **how: Any) -> httpx.Response:
        limit = self._policy.begin(request)
        if limit is None:
            return await self._http.send(request, **how)
        with anyio.move_on_after(max(limit - self._policy.clock.now(), 0)):
            return await self._http.send(request, **how)
        raise _too_slow(request)


def _builder(http: httpx.Client | httpx.AsyncClient, foreign: httpx.Request | None) -> Callable[..., httpx.Request]:
    """Give what makes the request; one for another host is made already, without the headers of the httpx client."""
    return http.build_request if foreign is None else lambda *args, **kwargs: foreign


class _BoundedStream(httpx.SyncByteStream):
    def __init__(self, response: httpx.Response, policy: Policy, limit: float) -> None:
        self._stream: Any = response.stream
        self._request = response.request
        self._clock = policy.clock
        self._limit = limit

    def __iter__(self) -> Iterator[bytes]:
        for count, piece in enumerate(self._stream):
            # A body of one piece is complete, however late it comes.
            if count and self._clock.now() > self._limit:
                raise _too_slow(self._request)
            yield piece

    def close(self) -> None:
        self._stream.close()


def _too_slow(request: httpx.Request) -> httpx.ReadTimeout:
    return httpx.ReadTimeout("the answer arrives too slowly", request=request)
