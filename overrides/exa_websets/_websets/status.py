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
_ENDED = ("completed", "canceled", "failed")
# How the API names what has not ended, in whatever resource. A Webset is idle if all of it has ended, so that in an
# idle one a status that is neither here nor above is a new way to end.
_RUNNING = ("created", "pending", "queued", "running", "processing")


def is_finished(webset: models.Webset) -> bool:
    """Return True if nothing in the Webset is running: it is idle, and all its searches and enrichments have ended.

    In an idle Webset, a search or an enrichment with a status that is newer than this package has ended.
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
        # The page of a proxy, or no body at all; a document that does not fit would not change.
        return error.body is None or isinstance(error.body, str)
    if isinstance(error, APIStatusError):
        return isinstance(error, InternalServerError | RateLimitError) or error.status == 408
    return isinstance(error, APIConnectionError) and error.is_transient


def requested_wait(error: WebsetsError) -> float:
    """Return the seconds that the service asks to wait: 0 if it does not ask, and at most a minute."""
    return min(error.retry_after or 0, MAX_REQUESTED_WAIT) if isinstance(error, APIStatusError) else 0


def is_interruption(error: BaseException) -> bool:
    """Return True for Ctrl-C, an exit and the cancellation of a task, after all of which code can still act."""
    return not isinstance(error, Exception | GeneratorExit)


def seconds_left(search: models.WebsetSearch) -> float | None:
    """Return the seconds that a search estimates as its time left, or None if the estimate is not such a number."""
    left = search.progress.time_left
    try:
        return float(left) if type(left) in (int, float) and left >= 0 else None
    except OverflowError:
        return None


def running_searches(webset: models.Webset) -> list[str]:
    """Return the ids of the searches that have not ended."""
    return [search.id for search in webset.searches if _runs(webset, search.status)]


def running_enrichments(webset: models.Webset) -> list[str]:
    """Return the ids of the enrichments that have not ended."""
    return [enrichment.id for enrichment in webset.enrichments if _runs(webset, enrichment.status)]


def _running(webset: models.Webset) -> list[str]:
    return [f"search {s.id} is {s.status}" for s in webset.searches if _runs(webset, s.status)] + [
        f"enrichment {e.id} is {e.status}" for e in webset.enrichments if _runs(webset, e.status)
    ]


def _runs(webset: models.Webset, status: str) -> bool:
    return status in _RUNNING if webset.status == "idle" else status not in _ENDED
