"""The httpx client of a client and all its views: one pool of connections, made once."""

from __future__ import annotations

import asyncio
import os
import warnings
import weakref
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import httpx
from anyio.lowlevel import current_token

from .._errors import ConfigurationError
from .._version import __version__
from .config import DEFAULT_TIMEOUT, Config, is_loopback

# Where more connections may be open than may be kept, httpcore closes idle ones that a thread is about to take.
LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=100)

if TYPE_CHECKING:
    import ssl

C = TypeVar("C", bound=httpx.Client | httpx.AsyncClient)

_pools: weakref.WeakSet[Pool[Any]] = weakref.WeakSet()


class _NoCookies(httpx.Cookies):
    """Keeps none of what answers set: the key says who calls, and threads share nothing that changes."""

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


class Pool(Generic[C]):
    """Holds an httpx client of our own, or the caller's, which is used with its own settings and left open."""

    def __init__(self, kind: type[C], config: Config, given: C | None) -> None:
        self._kind = kind
        self._timeout = config.timeout or DEFAULT_TIMEOUT
        # A proxy of the environment is no way to this machine itself, and the key would go to it in the clear.
        self._is_direct = is_loopback(httpx.URL(config.base_url).host)
        self.is_ours: bool = given is None
        self.closed: bool = True
        self._hold(self._make() if given is None else _checked(given, kind))
        self.closed = False
        if self.is_ours:
            _pools.add(self)

    @property
    def http(self) -> C:
        """The httpx client; each event loop has one of its own, because a connection works in its loop only."""
        if self._http is not None:
            return self._http
        token = current_token()
        loop = getattr(token, "native_token", token)
        if loop not in self._by_loop:
            if self.closed:
                raise RuntimeError("Cannot send a request, as the client has been closed.")
            self._forget_closed_loops()
            self._by_loop[loop] = next(self._unbound, None) or self._make()
        return self._by_loop[loop]

    def _forget_closed_loops(self) -> None:
        """Let go of connections that hold on to a loop which has ended, and would keep it for ever."""
        for reference in self._by_loop.keyrefs():
            loop = reference()
            if isinstance(loop, asyncio.AbstractEventLoop) and loop.is_closed():
                self._by_loop.pop(loop, None)

    def _hold(self, http: C) -> None:
        has_loops = self.is_ours and self._kind is httpx.AsyncClient
        self._http = None if has_loops else http
        self._unbound = iter([http])
        self._by_loop: weakref.WeakKeyDictionary[Any, C] = weakref.WeakKeyDictionary()

    def _make(self) -> C:
        make, over = _KINDS[self._kind]
        headers = {"User-Agent": f"exa-websets/{__version__}"}
        try:
            trust = _trust(*(_renewal(os.environ.get(name)) for name in ("SSL_CERT_FILE", "SSL_CERT_DIR")))
            direct = over(verify=trust, limits=LIMITS) if self._is_direct else None
            made = make(timeout=self._timeout, headers=headers, verify=trust, limits=LIMITS, transport=direct)
            return cast(C, made)
        except ValueError as error:
            raise ConfigurationError(f"The proxy settings of the environment cannot be used: {error}") from None
        except OSError as error:
            words = "The certificates of the environment (SSL_CERT_FILE, SSL_CERT_DIR) cannot be used"
            raise ConfigurationError(f"{words}: {error}") from None

    def renew(self) -> None:
        """Make new connections: after a fork two processes would read each other's answers on the old ones."""
        if not self.closed:
            # The old ones are kept, because closing them here could wait for a lock that only the parent opens.
            self._inherited = self._http, self._unbound, self._by_loop
            self._hold(self._make())

    def __del__(self) -> None:
        if getattr(self, "is_ours", False) and not getattr(self, "closed", True):
            warnings.warn("a Websets client was never closed; use `with` or close()", ResourceWarning, 2, self)


def _renewal(path: str | None) -> object:
    """Tell certificates from those that were at the same place before."""
    return path and (path, os.stat(path).st_mtime_ns if os.path.exists(path) else None)


@lru_cache(maxsize=1)
def _trust(file: object, directory: object) -> ssl.SSLContext:
    # To read the certificates takes ten times as long as all else, and each event loop has a client of its own.
    return httpx.create_ssl_context()


def _checked(given: C, kind: type[C]) -> C:
    if not isinstance(given, kind):  # pyright: ignore[reportUnnecessaryIsInstance] (callers without a type checker)
        raise ConfigurationError(f"http_client has to be an httpx.{kind.__name__}, not {type(given).__name__}.")
    mounted = getattr(given, "_mounts", {}).values()
    if any(
        type(transport).__name__ == "RetryTransport" for transport in (getattr(given, "_transport", None), *mounted)
    ):
        raise ConfigurationError(
            "http_client already retries with a RetryTransport, so that every request would be retried twice over; "
            "give a plain client, because this package retries by itself (max_retries)."
        )
    return given


def _renew_all() -> None:
    for pool in list(_pools):
        pool.renew()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_all)
