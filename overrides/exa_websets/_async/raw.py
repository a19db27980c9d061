"""The httpx client of the raw layer. The endpoint modules call its `request`, which goes through the transport."""

from __future__ import annotations

from typing import Any

import httpx

from .._generated import api
from .._http.answer import add_notes
from .._http.request import Request
from .._http.retries import is_cancel
from .transport import AsyncTransport

_PARTS = ("params", "json")
_UNSENT = ("content", "data", "files", "cookies")


def raw_client(transport: AsyncTransport) -> api.AuthenticatedClient:
    """Return the generated client over a transport. Its token is empty, since the transport adds the key."""
    client = api.AuthenticatedClient(base_url=transport.config.base_url, token="")
    return client.set_async_httpx_client(AsyncRawClient(transport))


def _build(transport: AsyncTransport, method: str, url: Any, kwargs: dict[str, Any]) -> Request:
    options: api.RequestOptions = {"extra_headers": kwargs.pop("headers", None) or {}}
    timeout = kwargs.pop("timeout", None)
    if isinstance(timeout, httpx.Timeout | float | int):
        options["timeout"] = timeout
    parts = {"method": method, "url": url, **{name: kwargs.pop(name) for name in _PARTS if name in kwargs}}
    unsent = [name for name in _UNSENT if kwargs.get(name) is not None]
    if unsent:
        raise TypeError(f"the raw layer cannot send {', '.join(unsent)}; use an httpx client of your own")
    # Any POST except a cancel may create something, so it is not retried if it may have reached the service.
    return transport.build(parts, options, creates=method.upper() == "POST" and not is_cancel("POST", str(url)))


class AsyncRawClient(httpx.AsyncClient):
    """An httpx client whose `request` goes through the transport, with its key and retries."""

    def __init__(self, transport: AsyncTransport) -> None:
        super().__init__(transport=httpx.MockTransport(_unreachable), trust_env=False)
        self._ours = transport

    async def request(self, method: str, url: httpx.URL | str, **kwargs: Any) -> httpx.Response:
        ours = _build(self._ours, method, url, kwargs)
        try:
            return _decodable(await self._ours.send(ours))
        except BaseException as error:
            add_notes(ours, error)
            raise


def _decodable(response: httpx.Response) -> httpx.Response:
    # The endpoint modules decode every response, but updating an enrichment may return an empty body.
    if not response.content and response.is_success:
        response._content = b"null"  # pyright: ignore[reportPrivateUsage]
    return response


def _unreachable(request: httpx.Request) -> httpx.Response:
    raise NotImplementedError("the raw layer sends through `request` only")
