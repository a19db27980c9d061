"""The retry rules: which calls are retried, how often, and after what wait."""

from __future__ import annotations

import logging
import random
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

import httpx
from attrs import define, field, frozen

from .._clock import Clock, utc
from .._errors import ResponseMismatchError
from .config import LONGEST_TIMEOUT
from .pace import PacedBatch

logger = logging.getLogger("exa_websets")

TRANSIENT_STATUSES = frozenset((408, 429, 500, 502, 503, 504, *range(520, 528)))
# The request did not reach the service, so the service cannot have acted on it.
UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
# The service may have acted, but the response is missing, incomplete, or cannot be decompressed.
TRANSIENT_ERRORS = (
    httpx.TimeoutException,
    httpx.NetworkError,
    httpx.RemoteProtocolError,
    httpx.ProxyError,
    httpx.DecodingError,
    ResponseMismatchError,
)
BACKOFF_FACTOR = 0.25


@frozen(eq=False, repr=False)
class RetryRule:
    """Which outcomes of an attempt are retried, how often, and within what time limits."""

    statuses: frozenset[int]
    errors: tuple[type[Exception], ...]
    max_wait: float
    """The longest wait between two attempts, in seconds."""
    max_retries: int | None = None
    """Replaces the client's `max_retries`, unless that is 0."""
    within: float | None = None
    """The time in seconds after which no further attempt starts."""
    read_timeout: float | None = None
    """The read timeout of an attempt in seconds, unless the caller sets a timeout."""
    needs_object: bool = False
    """Whether a successful response that is not a JSON object, such as the page of a proxy, is retried."""

    def should_retry(self, outcome: httpx.Response | Exception) -> bool:
        """Return True if an attempt with this outcome should be retried."""
        if isinstance(outcome, Exception):
            return isinstance(outcome, self.errors)
        return outcome.status_code in self.statuses or (self.needs_object and lacks_object(outcome))


CREATE = RetryRule(frozenset((429,)), UNSENT, max_wait=60)
CANCEL = RetryRule(
    TRANSIENT_STATUSES, TRANSIENT_ERRORS, max_wait=5, max_retries=5, within=30, read_timeout=10, needs_object=True
)
READ = RetryRule(TRANSIENT_STATUSES, TRANSIENT_ERRORS, max_wait=60, needs_object=True)
OTHER = RetryRule(TRANSIENT_STATUSES, TRANSIENT_ERRORS, max_wait=60)


def rule_for(method: str, path: str, *, creates: bool) -> RetryRule:
    """Return the rule for a call."""
    if creates:
        return CREATE
    if is_cancel(method, path):
        return CANCEL
    return READ if method == "GET" else OTHER


def is_cancel(method: str, path: str) -> bool:
    """Return True for a cancel, but not for an update of a Webset whose externalId is "cancel"."""
    return method == "POST" and path.endswith("/cancel") and path != "/v0/websets/cancel"


def lacks_object(response: httpx.Response) -> bool:
    """Return True if a successful response does not end like a JSON object: it is truncated, or comes from a proxy."""
    content = response.content
    end = content[-64:].rstrip() or content.rstrip()  # a body may be large
    return response.status_code < 300 and not end.endswith(b"}")


@define(eq=False, repr=False)
class Attempts:
    """The attempts of one call. The time limits start when this object is created.

    A Retry-After that exceeds the rule's `max_wait` ends the call. A cancel ignores it and is retried after `max_wait`.
    """

    rule: RetryRule
    max_retries: int
    clock: Clock
    deadline: float | None = None
    """The clock time by which every attempt must have ended."""
    batch: PacedBatch | None = None
    """The calls that share a pace with this one."""
    count: int = field(default=1, init=False)
    may_have_acted: bool = field(default=False, init=False)
    """Whether the service may have acted on an attempt, including the one in flight; True unless proven otherwise."""
    _had_acted: bool = field(init=False)
    """The value of `may_have_acted` before the last attempt."""
    _last_start: float | None = field(init=False)
    _refused_at: float | None = field(init=False, default=None)
    """When the service first refused the call with a 429."""

    def __attrs_post_init__(self) -> None:
        if self.rule.max_retries is not None and self.max_retries:
            self.max_retries = self.rule.max_retries
        self._last_start = self.deadline
        if self.rule.within is not None:
            self._last_start = _earlier(self.deadline, self.clock.now() + self.rule.within)

    def start(self, request: httpx.Request) -> float | None:
        """Limit the timeouts of an attempt to the deadline, and return its total time in seconds, or None for no limit.

        From now on, the attempt counts as sent.
        """
        self._had_acted, self.may_have_acted = self.may_have_acted, True
        timeout: Mapping[str, float | None] = request.extensions["timeout"]
        left = None
        if self.deadline is not None:
            left = max(self.deadline - self.clock.now(), 0)
            timeout = request.extensions["timeout"] = {name: shorten(part, left) for name, part in timeout.items()}
        if self.rule is not CANCEL or timeout["read"] is None:
            return left
        return _earlier(left, timeout["read"] + (timeout["connect"] or 0))

    def next_wait(self, outcome: httpx.Response | Exception, request: httpx.Request) -> float | None:
        """Return the seconds to wait before the next attempt, or None if this outcome is final."""
        if is_without_effect(outcome):
            self.may_have_acted = self._had_acted
        asked = retry_after(outcome)
        wait = min(asked or random.uniform(0, BACKOFF_FACTOR * 2**self.count), self.rule.max_wait)  # noqa: S311
        is_paced = False
        if self.batch is not None and isinstance(outcome, httpx.Response):
            is_refused = outcome.status_code == 429
            self.batch.pace.learn(wait if is_refused else None)
            # The pace learns its rate from 429s, so the number of retries after a 429 is limited only by time.
            is_paced = is_refused and self.max_retries > 0 and self.clock.now() < self._paced_until()
        if (self.count > self.max_retries and not is_paced) or not self.rule.should_retry(outcome):
            return None
        if asked is not None and asked > wait and self.rule is not CANCEL:
            return None
        if self.batch is not None:
            if self.batch.stopped:
                return None
            wait = min(self.batch.pace.reserve(wait), self.rule.max_wait)
        if self._last_start is not None and self.clock.now() + wait >= self._last_start:
            return None
        what = outcome.status_code if isinstance(outcome, httpx.Response) else type(outcome).__name__
        path = request.url.raw_path.partition(b"?")[0].decode()  # the query of an upload is a secret
        call = f"{request.method} {path} at {request.url.netloc.decode()}"
        logger.debug("%s attempt %d: %s, retrying in %.2f s", call, self.count, what, wait)
        self.count += 1
        return wait

    def _paced_until(self) -> float:
        if self._refused_at is None:
            self._refused_at = self.clock.now()
        return self._refused_at + (self.rule.within or self.rule.max_wait)


def is_without_effect(outcome: httpx.Response | Exception) -> bool:
    """Return True if an outcome proves that the service did not act on the attempt."""
    if isinstance(outcome, Exception):
        return isinstance(outcome, UNSENT)
    return 300 <= outcome.status_code < 500 and outcome.status_code != 408


def retry_after(outcome: httpx.Response | Exception) -> float | None:
    """Return the Retry-After of a response in seconds, or None if it is missing or not valid."""
    value = outcome.headers.get("retry-after", "").strip() if isinstance(outcome, httpx.Response) else ""
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        at = parsedate_to_datetime(value)
        return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - utc()).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return None


def shorten(timeout: float | None, seconds: float) -> float:
    """Return a timeout of at most some seconds. It is always positive, because sockets require that."""
    left = min(max(seconds, 0.001), LONGEST_TIMEOUT)
    return left if timeout is None else min(timeout, left)


def _earlier(end: float | None, other: float) -> float:
    return other if end is None else min(end, other)
