"""Whether a Webset has ended, what in it is still running, and which errors are transient."""

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

# In seconds: the shortest pause between two polls, the minimum time for the first request of a wait, even if the wait
# is shorter, and the longest Retry-After that is respected.
MIN_PAUSE = 0.1
MIN_FIRST_REQUEST = 1.0
MAX_REQUESTED_WAIT = 60.0
_ENDED = ("completed", "canceled", "failed")
# The statuses of all resources that have not ended. In an idle Webset everything has ended, so there an unknown status
# must be a new way to end.
_RUNNING = ("created", "pending", "queued", "running", "processing")


def is_finished(webset: models.Webset) -> bool:
    """Return True if nothing in the Webset is running: it is idle, and all its searches and enrichments have ended.

    In an idle Webset, a search or an enrichment with a status that this package does not know has ended.
    A progress of 100 percent does not mean that a search has ended: the service reports it earlier (recorded).
    """
    return webset.status == "idle" and not _running(webset)


def describe_running(webset: models.Webset) -> str:
    """Describe the status of a Webset and what in it is still running."""
    return ", ".join([f"it is {webset.status}", *_running(webset)])


def describe_remaining(webset: models.Webset) -> str:
    """Describe the status of a Webset, what in it is still running, and its enabled monitors."""
    monitors = [f"monitor {monitor} is enabled" for monitor in enabled_monitors(webset)]
    return ", ".join([describe_running(webset), *monitors])


def enabled_monitors(webset: models.Webset) -> list[str]:
    """Return the ids of the monitors that will start a Webset again. A cancel does not disable them."""
    return [monitor.id for monitor in webset.monitors if monitor.status != "disabled"]


def monitor_warning(webset: models.Webset) -> str | None:
    """Return a warning that names the monitors that will start a canceled Webset again, or None."""
    enabled = enabled_monitors(webset)
    if not enabled:
        return None
    return f"{webset.id} will be restarted by {', '.join(enabled)}; disable_monitors=True disables its monitors"


def is_transient(error: WebsetsError) -> bool:
    """Return True if another attempt may succeed."""
    if isinstance(error, ResponseValidationError):
        # An empty body or the page of a proxy is transient, but a malformed JSON document would be the same again.
        return error.body is None or isinstance(error.body, str)
    if isinstance(error, APIStatusError):
        return isinstance(error, InternalServerError | RateLimitError) or error.status == 408
    return isinstance(error, APIConnectionError) and error.is_transient


def requested_wait(error: WebsetsError) -> float:
    """Return the Retry-After of an error in seconds: at most a minute, and 0 if there is none."""
    return min(error.retry_after or 0, MAX_REQUESTED_WAIT) if isinstance(error, APIStatusError) else 0


def is_interruption(error: BaseException) -> bool:
    """Return True for Ctrl-C, SystemExit and the cancellation of a task, after which cleanup can still run."""
    return not isinstance(error, Exception | GeneratorExit)


def seconds_left(search: models.WebsetSearch) -> float | None:
    """Return the estimated time left of a search in seconds, or None without a valid estimate."""
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
