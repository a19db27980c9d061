"""When a Webset has come to its end, and which errors may pass while it is waited for."""

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

SHORTEST_PAUSE = 0.1
# The first look of a wait has at least so long, however short the wait is.
SHORTEST_FIRST_LOOK = 1.0
# What the service asks to wait is obeyed up to here.
LONGEST_ASKED = 60.0
_ENDED = ("completed", "canceled")


def is_finished(webset: models.Webset) -> bool:
    """Tell whether nothing of a Webset runs: it is idle, and every search and enrichment has ended.

    A progress of 100 percent says nothing about that: the service shows it while a search goes on (recorded).
    """
    return webset.status == "idle" and not _running(webset)


def what_runs(webset: models.Webset) -> str:
    """Name what has not ended, in words."""
    return ", ".join([f"it is {webset.status}", *_running(webset)])


def enabled_monitors(webset: models.Webset) -> list[str]:
    """Name the monitors that will start a Webset again, as far as is known; a cancel leaves them as they are."""
    return [monitor.id for monitor in webset.monitors if monitor.status != "disabled"]


def warning_of_monitors(webset: models.Webset) -> str | None:
    """Say which monitors will start a canceled Webset again, None if none will."""
    enabled = enabled_monitors(webset)
    if not enabled:
        return None
    return f"{webset.id} will be started again by {', '.join(enabled)}; disable_monitors=True disables its monitors"


def is_passing(error: WebsetsError) -> bool:
    """Tell whether an error may be gone at the next attempt."""
    if isinstance(error, ResponseValidationError):
        return isinstance(error.body, str)  # a page of a proxy; a document that does not fit would stay so
    if isinstance(error, APIStatusError):
        return isinstance(error, InternalServerError | RateLimitError) or error.status == 408
    return isinstance(error, APIConnectionError)


def asked_to_wait(error: WebsetsError) -> float:
    """Give the seconds that the service asks to wait, 0 if it does not, and never more than a minute."""
    return min(error.retry_after or 0, LONGEST_ASKED) if isinstance(error, APIStatusError) else 0


def is_interruption(error: BaseException) -> bool:
    """Tell whether an error is Ctrl-C, an exit or a task's cancelation, after which something can still be done."""
    return not isinstance(error, Exception | GeneratorExit)


def tell_of_second(id: str, interruption: BaseException, failure: Exception | None = None) -> None:
    """Have what broke a cancel off say what became of the second one, which was sent because of it."""
    if failure:
        interruption.add_note(f"{id} may still be running and burning credits: {failure}")
    else:
        interruption.add_note(f"Nothing of {id} is to run on: its cancel was sent once more, and accepted.")


def what_is_left(webset: models.Webset) -> str:
    """Name what has not ended, and the monitors that are enabled."""
    return ", ".join([what_runs(webset), *(f"monitor {monitor} is enabled" for monitor in enabled_monitors(webset))])


def _running(webset: models.Webset) -> list[str]:
    return [f"search {s.id} is {s.status}" for s in webset.searches if s.status not in _ENDED] + [
        f"enrichment {e.id} is {e.status}" for e in webset.enrichments if e.status not in _ENDED
    ]
