"""The clients under test, caller code that raises inside them, and the log of the package."""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Literal

import httpx
from anyio.from_thread import BlockingPortal
from attrs import define, field
from exa_websets import AsyncWebsetsClient, WebsetsClient, WebsetsError

from endurance.faults import MAX_RESPONSE_SIZE, RAISE

Kind = Literal["sync", "async"]

TIMEOUT = httpx.Timeout(5, connect=0.5, read=0.3)
LEFT = "may still be running"
STOPPED = "was canceled, and nothing in it is running"
_ERRORS: dict[str, type[Exception]] = {"KeyError": KeyError, "OSError": OSError, "ReadError": httpx.ReadError}


@define
class CallersCode:
    """A response hook that raises on demand of the proxy, and an `on_drift` that always raises."""

    raised: dict[int, Exception] = field(factory=dict[int, Exception])
    """The exceptions raised by the hook, by identity."""
    _about_items: set[int] = field(factory=set[int], init=False)

    def hook(self, response: httpx.Response) -> None:
        """Raise the exception that a response names."""
        if (name := response.headers.get(RAISE)) is not None:
            error = _ERRORS[name]("soak")
            self.raised[id(error)] = error
            if response.request.url.path.endswith("/items"):
                self._about_items.add(id(error))
            raise error

    async def async_hook(self, response: httpx.Response) -> None:
        """Raise the exception that a response names."""
        self.hook(response)

    def on_drift(self, drift: object) -> None:
        """Raise an exception for any drift."""
        raise LookupError("soak")

    def has_raised(self, error: BaseException) -> bool:
        """Return True if the hook raised this exception object."""
        return self.raised.get(id(error)) is error

    def was_about_items(self, error: BaseException) -> bool:
        """Return True if the hook raised the exception for a page of items, which has no effect on the Webset."""
        return id(error) in self._about_items

    def forget(self) -> None:
        """Release the raised exceptions."""
        self.raised.clear()
        self._about_items.clear()


class LeftoverLog(logging.Handler):
    """Keeps messages that say that something may still be running."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a message."""
        if LEFT in (message := record.getMessage()):
            self.messages.append(message)


@contextmanager
def leftover_log() -> Generator[LeftoverLog]:
    """Collect the log of the package, which is then not printed to stderr."""
    handler, logger = LeftoverLog(), logging.getLogger("exa_websets")
    logger.addHandler(handler)
    try:
        yield handler
    finally:
        logger.removeHandler(handler)


@contextmanager
def sync_clients(base_url: str, code: CallersCode) -> Generator[tuple[WebsetsClient, WebsetsClient]]:
    """Yield a client with its own connections, and one with a given httpx client that has a hook."""
    with (
        httpx.Client(trust_env=False, event_hooks={"response": [code.hook]}) as http,
        WebsetsClient("any", **_settings(base_url, code)) as own,
        WebsetsClient("any", http_client=http, **_settings(base_url, code)) as given,
    ):
        yield own, given


@contextmanager
def async_clients(
    base_url: str, code: CallersCode, portal: BlockingPortal
) -> Generator[tuple[AsyncWebsetsClient, AsyncWebsetsClient]]:
    """Yield the same two clients in the event loop of a portal."""
    http = httpx.AsyncClient(trust_env=False, event_hooks={"response": [code.async_hook]})
    with (
        portal.wrap_async_context_manager(http),
        portal.wrap_async_context_manager(AsyncWebsetsClient("any", **_settings(base_url, code))) as own,
        portal.wrap_async_context_manager(
            AsyncWebsetsClient("any", http_client=http, **_settings(base_url, code))
        ) as given,
    ):
        yield own, given


def _settings(base_url: str, code: CallersCode) -> dict[str, Any]:
    return {
        "base_url": base_url,
        "timeout": TIMEOUT,
        "max_response_size": MAX_RESPONSE_SIZE,
        "on_drift": code.on_drift,
    }


def texts_of(error: BaseException | None) -> list[str]:
    """Return the message of an exception of the package, and the notes of any exception."""
    notes: list[str] = [*getattr(error, "__notes__", ())]
    return [str(error), *notes] if isinstance(error, WebsetsError) else notes


def says_left(name: str, texts: list[str]) -> bool:
    """Return True if texts say that the Webset with this id or externalId may still be running."""
    return any(f"{name} {LEFT}" in text for text in texts)


def says_stopped(name: str, texts: list[str]) -> bool:
    """Return True if texts say that the Webset has stopped."""
    return any(f"{name} {STOPPED}" in text for text in texts)
