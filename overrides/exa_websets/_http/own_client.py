"""The httpx client of our own connections.

Tracing and mocking tools must be able to see it. Some of them patch the transports of httpx, so it uses these; others
replace httpx.Client, so its class is derived from the current value of that name.
"""

from __future__ import annotations

import ssl
from functools import lru_cache
from typing import Any, TypeVar

import httpx
from httpx._client import AsyncClient as AsyncClient, Client as Client  # which stay what they are

from .._version import __version__
from .proxies import environment_proxies
from .response_size import ENCODINGS
from .tls import LazyContext, certified_context

_CONNECTIONS = 100
# The numbers are equal: otherwise httpcore closes idle connections that another thread is about to use.
_LIMITS = httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=_CONNECTIONS)

C = TypeVar("C", bound=Client | AsyncClient)


def make_client(kind: type[C], timeout: httpx.Timeout, *, is_direct: bool, has_tls: bool) -> C:
    """Create a client with the proxies and certificates of the environment.

    Raises:
        ConfigurationError: an environment variable is not valid.
    """
    proxies = {} if is_direct else environment_proxies()
    context = certified_context() if has_tls else LazyContext(ssl.PROTOCOL_TLS_CLIENT)
    own: Any = _without_cookies(_current(kind))
    made: C = own(
        timeout=timeout,
        headers={"User-Agent": f"exa-websets/{__version__}", "Accept-Encoding": ENCODINGS},
        transport=_transport(kind, context),
        mounts={pattern: proxy and _transport(kind, context, proxy) for pattern, proxy in proxies.items()},
        trust_env=False,
    )
    return made


def _current(kind: type) -> type:
    """Return the class that currently has this name in httpx, if it is a subclass."""
    replaced = getattr(httpx, kind.__name__)
    return replaced if isinstance(replaced, type) and issubclass(replaced, kind) else kind


class _NoCookies(httpx.Cookies):
    """Ignores the cookies of responses: the key identifies the caller, and threads share no mutable state."""

    def extract_cookies(self, response: httpx.Response) -> None:
        pass


_NO_COOKIES = _NoCookies()


class _WithoutCookies:
    @property
    def cookies(self) -> httpx.Cookies:
        return _NO_COOKIES

    @cookies.setter
    def cookies(self, cookies: object) -> None:
        raise AttributeError("a Websets client ignores cookies; pass an http_client of your own to use them")


@lru_cache
def _without_cookies(kind: type) -> type:
    return type(f"_{kind.__name__}", (_WithoutCookies, kind), {})


def _transport(kind: object, context: ssl.SSLContext, proxy: httpx.Proxy | None = None) -> Any:
    """Create a transport whose sockets enforce the time limits, with several small pools if it has no proxy.

    httpx has no public API for this. If a tool has replaced the transport of httpx by one without a pool, it is left
    unchanged.
    """
    # Imported here, because they load httpcore, which loads trio if it is installed.
    from .connection_shards import make_safe

    bounded: Any
    sharded: Any
    if kind is AsyncClient:
        from .async_network_backend import AsyncBoundedBackend as bounded
        from .connection_shards import AsyncShardedPool as sharded
    else:
        from .connection_shards import ShardedPool as sharded
        from .network_backend import BoundedBackend as bounded
    make = httpx.AsyncHTTPTransport if kind is AsyncClient else httpx.HTTPTransport
    transport: Any = make(verify=context, limits=_LIMITS, proxy=proxy)
    pool = getattr(transport, "_pool", None)
    if pool is not None:
        backend = bounded(pool._network_backend)
        if type(pool) is sharded.KIND:
            transport._pool = sharded(context, _LIMITS, backend)
        else:
            pool._network_backend = backend
            make_safe(pool)
    return transport
