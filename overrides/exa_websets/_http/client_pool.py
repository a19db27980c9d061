"""The httpx client under a client and all its views, which share its connections."""

from __future__ import annotations

import os
import ssl
import warnings
import weakref
from contextlib import suppress
from typing import Any, Generic, TypeVar, cast

import httpx

from .._errors import ConfigurationError
from .._version import __version__
from .config import DEFAULT_TIMEOUT, Config, is_loopback
from .redaction import without_proxy_passwords
from .response_size import ENCODINGS
from .tls import LazyContext, certified_context

# If more connections may be open than kept, httpcore closes idle ones that another thread is about to use.
LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=100)

C = TypeVar("C", bound=httpx.Client | httpx.AsyncClient)

_pools: weakref.WeakSet[ClientPool[Any]] = weakref.WeakSet()


class _NoCookies(httpx.Cookies):
    """Ignores the cookies of answers: the key identifies the caller, and threads share no mutable state."""

    def extract_cookies(self, response: httpx.Response) -> None:
        pass


_NO_COOKIES = _NoCookies()


class _WithoutCookies:
    @property
    def cookies(self) -> httpx.Cookies:
        return _NO_COOKIES

    @cookies.setter
    def cookies(self, cookies: object) -> None:
        raise AttributeError("a Websets client keeps no cookies; give an http_client of your own")


class _Client(_WithoutCookies, httpx.Client):
    pass


class _AsyncClient(_WithoutCookies, httpx.AsyncClient):
    pass


_KINDS: dict[Any, tuple[Any, Any]] = {
    httpx.Client: (_Client, httpx.HTTPTransport),
    httpx.AsyncClient: (_AsyncClient, httpx.AsyncHTTPTransport),
}


class ClientPool(Generic[C]):
    """Holds httpx clients of our own, or the caller's client, which keeps its settings and is never closed here."""

    has_owner: bool = True
    """Whether somebody can be expected to close it, which is not so for what was unpickled."""

    def __init__(self, kind: type[C], config: Config, given: C | None) -> None:
        self._kind = kind
        self._timeout = config.timeout or DEFAULT_TIMEOUT
        url = httpx.URL(config.base_url)
        # A proxy from the environment does not lead to this machine, and would receive the key unencrypted.
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
        """Whether nothing can be sent any more, because the client or the caller's own client was closed."""
        return self.closed or (not self.is_ours and self._http is not None and self._http.is_closed)

    @property
    def http(self) -> C:
        """The httpx client. Each event loop has its own, since a connection works only in the loop that opened it."""
        if self._http is not None:
            return self._http
        from anyio.lowlevel import current_token  # with asyncio, which the synchronous client does without

        token = current_token()
        loop = getattr(token, "native_token", token)
        if loop not in self._by_loop:
            if self.closed:
                raise RuntimeError("Cannot send a request, as the client has been closed.")
            self._forget_closed_loops()
            self._by_loop[loop] = next(self._unbound, None) or self._make()
            self._at_end[loop] = self._close_at_end(self._by_loop[loop], loop)
        return self._by_loop[loop]

    def _forget_closed_loops(self) -> None:
        """Drop the clients of closed loops, whose connections would keep the loops alive."""
        for reference in self._by_loop.keyrefs():
            loop = reference()
            if getattr(loop, "is_closed", bool)():  # a token of trio has no such method
                self._by_loop.pop(loop, None)

    def _hold(self, http: C) -> None:
        has_loops = self.is_ours and self._kind is httpx.AsyncClient
        if has_loops:
            from .loop_end import close_at_end  # with asyncio, which the synchronous client does without

            self._close_at_end = close_at_end
        self._http = None if has_loops else http
        self._unbound = iter([http])
        self._by_loop: weakref.WeakKeyDictionary[Any, C] = weakref.WeakKeyDictionary()
        self._at_end: weakref.WeakKeyDictionary[Any, object] = weakref.WeakKeyDictionary()

    def _make(self) -> C:
        client, transport = _KINDS[self._kind]
        headers = {"User-Agent": f"exa-websets/{__version__}", "Accept-Encoding": ENCODINGS}
        try:
            context = certified_context() if self._has_tls else LazyContext(ssl.PROTOCOL_TLS_CLIENT)
            direct = transport(verify=context, limits=LIMITS) if self._is_direct else None
            made = client(timeout=self._timeout, headers=headers, verify=context, limits=LIMITS, transport=direct)
            _install_backend(made, context)
            return cast(C, made)
        except (ValueError, ImportError, httpx.InvalidURL) as error:
            # The error about a malformed URL may quote any part of it.
            reason = "one is not a URL" if isinstance(error, httpx.InvalidURL) else without_proxy_passwords(str(error))
            raise ConfigurationError(
                f"The proxy settings of the environment cannot be used: {reason}. "
                "See HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY."
            ) from None
        except OSError as error:
            words = "The certificates of the environment (SSL_CERT_FILE, SSL_CERT_DIR) cannot be used"
            raise ConfigurationError(f"{words}: {error}") from None

    def renew(self) -> None:
        """Replace the connections after a fork: on the old ones, two processes would read each other's answers."""
        if not self.closed:
            # The old ones are kept: closing them could wait for a lock that only the parent can release.
            self._inherited = self._http, self._unbound, self._by_loop, self._at_end
            self._hold(self._make())

    def __del__(self) -> None:
        if not getattr(self, "is_ours", False) or getattr(self, "closed", True):
            return
        if self.has_owner:
            warnings.warn("a Websets client was never closed; use `with` or close()", ResourceWarning, 2, self)
        elif self._kind is httpx.Client:
            with suppress(Exception):  # at the end of the interpreter anything may be missing
                cast(httpx.Client, self.http).close()


def _install_backend(client: Any, context: ssl.SSLContext) -> None:
    """Bound the sockets of a client's pools, and divide those without a proxy. httpx has no public way to do so.

    The transports stay those of httpx, which tools for tracing and mocking patch. What such a tool has put in their
    place has no pool, and is left alone.
    """
    # These load httpcore, and httpcore loads trio where it is installed: httpx itself does so with the first client.
    from .connection_shards import make_safe

    bounded: Any
    sharded: Any
    if isinstance(client, _AsyncClient):
        from .async_network_backend import AsyncBoundedBackend as bounded
        from .connection_shards import AsyncShardedPool as sharded
    else:
        from .connection_shards import ShardedPool as sharded
        from .network_backend import BoundedBackend as bounded
    transports: list[Any] = [client._transport, *client._mounts.values()]  # pyright: ignore[reportPrivateUsage]
    for transport in transports:
        pool = getattr(transport, "_pool", None)
        if pool is None:
            continue
        backend = bounded(pool._network_backend)
        if type(pool) is sharded.KIND:
            transport._pool = sharded(context, LIMITS, backend)
        else:
            pool._network_backend = backend
            make_safe(pool)


def _checked(given: C, kind: type[C]) -> C:
    if not isinstance(given, kind):  # pyright: ignore[reportUnnecessaryIsInstance] (callers without a type checker)
        raise ConfigurationError(f"http_client has to be an httpx.{kind.__name__}, not {type(given).__name__}.")
    mounted = getattr(given, "_mounts", {}).values()
    transports = (getattr(given, "_transport", None), *mounted)
    if any(kind.__name__ == "RetryTransport" for transport in transports for kind in type(transport).__mro__):
        raise ConfigurationError(
            "http_client already retries with a RetryTransport, so the retries would multiply; "
            "give a plain client, since this package retries by itself (max_retries)."
        )
    return given


def _renew_all() -> None:
    for pool in list(_pools):
        pool.renew()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_all)
