"""When a Webset has ended, what in it still runs, and which errors are worth another try."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias, TypeVar

from .._errors import (
    APIConnectionError,
    APIStatusError,
    InternalServerError,
    RateLimitError,
    ResponseValidationError,
    WebsetsError,
)
from .._generated import models

T = TypeVar("T")
OnPoll: TypeAlias = Callable[[T], None] | None
OnTimeout: TypeAlias = Literal["raise", "cancel"]

# All in seconds: the shortest pause between two polls, the time that the first request of a wait has however short
# the wait is, and the longest wait that the service may ask for.
MIN_PAUSE = 0.1
MIN_FIRST_REQUEST = 1.0
MAX_REQUESTED_WAIT = 60.0
_ENDED = ("completed", "canceled")


def is_finished(webset: models.Webset) -> bool:
    """Return True if nothing in the Webset is running: it is idle, and all its searches and enrichments have ended.

    A progress of 100 percent does not mean that: the service reports it while a search is still running (recorded).
    """
    return webset.status == "idle" and not _running(webset)


def describe_running(webset: models.Webset) -> str:
    """Return a Webset's status and what in it has not ended, in words."""
    return ", ".join([f"it is {webset.status}", *_running(webset)])


def describe_remaining(webset: models.Webset) -> str:
    """Return what `describe_running` returns, and the enabled monitors."""
    monitors = [f"monitor {monitor} is enabled" for monitor in enabled_monitors(webset)]
    return ", ".join([describe_running(webset), *monitors])


def enabled_monitors(webset: models.Webset) -> list[str]:
    """Return the ids of the monitors that are going to start a Webset again. A cancel does not disable them."""
    return [monitor.id for monitor in webset.monitors if monitor.status != "disabled"]


def monitor_warning(webset: models.Webset) -> str | None:
    """Return a warning that names the monitors that are going to start a canceled Webset again, or None."""
    enabled = enabled_monitors(webset)
    if not enabled:
        return None
    return f"{webset.id} will be started again by {', '.join(enabled)}; disable_monitors=True disables its monitors"


def is_transient(error: WebsetsError) -> bool:
    """Return True if the next attempt may succeed."""
    if isinstance(error, ResponseValidationError):
        return isinstance(error.body, str)  # the page of a proxy; a document that does not fit would not change
    if isinstance(error, APIStatusError):
        return isinstance(error, InternalServerError | RateLimitError) or error.status == 408
    return isinstance(error, APIConnectionError) and error.is_transient


def requested_wait(error: WebsetsError) -> float:
    """Return the seconds that the service asks to wait: 0 if it does not ask, and at most a minute."""
    return min(error.retry_after or 0, MAX_REQUESTED_WAIT) if isinstance(error, APIStatusError) else 0


def is_interruption(error: BaseException) -> bool:
    """Return True for Ctrl-C, an exit and the cancellation of a task, after all of which code can still act."""
    return not isinstance(error, Exception | GeneratorExit)


def note_resent_cancel(id: str, interruption: BaseException, failure: Exception | None = None) -> None:
    """Add a note to what has interrupted a cancel: whether the second cancel was accepted."""
    if failure:
        interruption.add_note(f"{id} may still be running and burning credits: {failure}")
    else:
        interruption.add_note(f"{id} was canceled: its cancel was interrupted, sent again, and accepted.")


def _running(webset: models.Webset) -> list[str]:
    return [f"search {s.id} is {s.status}" for s in webset.searches if s.status not in _ENDED] + [
        f"enrichment {e.id} is {e.status}" for e in webset.enrichments if e.status not in _ENDED
    ]
