"""The httpx client that a client and all its views share."""

from __future__ import annotations

import os
import warnings
import weakref
from contextlib import suppress
from typing import Any, Generic, cast

import httpx

from .._errors import ConfigurationError
from .config import DEFAULT_TIMEOUT, Config, is_loopback
from .own_client import AsyncClient, C as C, Client, make_client

_pools: weakref.WeakSet[ClientPool[Any]] = weakref.WeakSet()


class ClientPool(Generic[C]):
    """Holds our own httpx clients, or the caller's client, which keeps its settings and is never closed here."""

    has_owner: bool = True
    """Whether the caller is expected to close it; False if it was unpickled."""

    def __init__(self, kind: type[C], config: Config, given: C | None) -> None:
        self._kind = kind
        self._timeout = config.timeout or DEFAULT_TIMEOUT
        url = httpx.URL(config.base_url)
        # A proxy cannot reach the loopback addresses of this machine, and would receive the key unencrypted.
        self._is_direct = is_loopback(url.host)
        self._has_tls = url.scheme == "https"
        self.is_ours: bool = given is None
        self.closed: bool = True
        self._hold(self._make() if given is None else _checked(given, kind))
        self.closed = False
        if self.is_ours:
            _pools.add(self)

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be sent, because this client or the caller's httpx client was closed."""
        return self.closed or (not self.is_ours and self._http is not None and self._http.is_closed)

    @property
    def http(self) -> C:
        """The httpx client. Each event loop has its own, since a connection works only in the loop that opened it."""
        if self._http is not None:
            return self._http
        from anyio.lowlevel import current_token  # imported here, because it loads asyncio

        token = current_token()
        loop = getattr(token, "native_token", token)
        if loop not in self._by_loop:
            if self.closed:
                raise RuntimeError("Cannot send a request, as the client has been closed.")
            self._forget_closed_loops()
            http = next(self._unbound, None) or self._make()
            self._by_loop[loop] = http, self._close_at_end(http, loop)
        return self._by_loop[loop][0]

    def _forget_closed_loops(self) -> None:
        """Drop what belongs to closed loops, because it would keep the loops alive."""
        for reference in self._by_loop.keyrefs():
            loop = reference()
            if getattr(loop, "is_closed", bool)():  # a trio token does not have this method
                self._by_loop.pop(loop, None)

    def _hold(self, http: C) -> None:
        has_loops = self.is_ours and self._kind is AsyncClient
        if has_loops:
            from .loop_end import close_at_end  # imported here, because it loads asyncio

            self._close_at_end = close_at_end
        self._http = None if has_loops else http
        self._unbound = iter([http])
        self._by_loop: weakref.WeakKeyDictionary[Any, tuple[C, object]] = weakref.WeakKeyDictionary()
        """The client of each loop, and what closes its connections at the end of the loop."""

    def _make(self) -> C:
        return make_client(self._kind, self._timeout, is_direct=self._is_direct, has_tls=self._has_tls)

    def renew(self) -> None:
        """Replace the connections after a fork: on shared ones, each process could read responses to the other."""
        if not self.closed:
            # The old connections stay referenced: closing them could wait for a lock that only the parent can release.
            self._inherited = self._http, self._unbound, self._by_loop
            self._hold(self._make())

    def __del__(self) -> None:
        if not getattr(self, "is_ours", False) or getattr(self, "closed", True):
            return
        if self.has_owner:
            warnings.warn("a Websets client was never closed; use `with` or close()", ResourceWarning, 2, self)
        elif self._kind is Client:
            with suppress(Exception):  # modules may already be gone at interpreter exit
                cast(Client, self.http).close()


def _checked(given: C, kind: type[C]) -> C:
    if not isinstance(given, kind):  # pyright: ignore[reportUnnecessaryIsInstance] (callers without a type checker)
        wanted = f"http_client must be an httpx.{kind.__name__} of the package httpx"
        raise ConfigurationError(f"{wanted}; this is {_described(given)}.")
    mounted = getattr(given, "_mounts", {}).values()
    transports = (getattr(given, "_transport", None), *mounted)
    if any(kind.__name__ == "RetryTransport" for transport in transports for kind in type(transport).__mro__):
        raise ConfigurationError(
            "http_client has a RetryTransport, whose retries would multiply with those of this package; "
            "pass a plain client, and set max_retries instead."
        )
    return given


def _described(given: object) -> str:
    kind = given if isinstance(given, type) else type(given)
    name = f"{kind.__module__.partition('.')[0]}.{kind.__name__}".removeprefix("builtins.")
    if kind is given:
        return f"the class {name} itself: create a client of it"
    if isinstance(given, Client | AsyncClient):
        return f"an {name}, which {'Async' * isinstance(given, AsyncClient)}WebsetsClient takes"
    return f"of the class {name}"


def _renew_all() -> None:
    for pool in list(_pools):
        pool.renew()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_all)
