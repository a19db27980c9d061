"""Whether and when a call is tried again."""

from __future__ import annotations

import logging
import random
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
from attrs import define, field, frozen

from .._clock import Clock
from .config import LONGEST_TIMEOUT
from .shared_backoff import Gate

logger = logging.getLogger("exa_websets")

TRANSIENT_STATUSES = frozenset((408, 429, 500, 502, 503, 504, *range(520, 528)))
# The request did not reach the service, so it cannot have acted.
UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
# Besides those: the service may have acted, and an answer may have broken off half-way or cannot be unpacked.
BROKEN = (
    httpx.TimeoutException,
    httpx.NetworkError,
    httpx.RemoteProtocolError,
    httpx.ProxyError,
    httpx.DecodingError,
)
FIRST_BACKOFF = 0.25


@frozen(eq=False)
class Rule:
    """When a call is tried again, and for how long it is waited in between."""

    statuses: frozenset[int]
    exceptions: tuple[type[httpx.RequestError], ...]
    longest_wait: float
    """Seconds between two attempts at most."""
    retries: int | None = None
    """How often, instead of the client's `max_retries`; 0 there turns it off all the same."""
    within: float | None = None
    """Seconds after which no attempt starts any more."""
    read_timeout: float | None = None
    """Seconds an attempt may read, unless the caller has set a timeout."""


CREATE = Rule(frozenset((429,)), UNSENT, longest_wait=60)
CANCEL = Rule(TRANSIENT_STATUSES, BROKEN, longest_wait=5, retries=5, within=30, read_timeout=10)
OTHER = Rule(TRANSIENT_STATUSES, BROKEN, longest_wait=60)


def rule_for(method: str, path: str, *, creates: bool) -> Rule:
    """Choose the rule of a call."""
    if creates:
        return CREATE
    return CANCEL if is_cancel(method, path) else OTHER


def is_cancel(method: str, path: str) -> bool:
    """Tell a cancel from the other calls, such as the update of a Webset whose externalId is "cancel"."""
    return method == "POST" and path.endswith("/cancel") and path != "/v0/websets/cancel"


@define(eq=False)
class Attempts:
    """The attempts of one call, which starts now.

    A Retry-After beyond the longest wait ends the call at once, except that of a cancel, which goes on early.
    """

    rule: Rule
    max_retries: int
    clock: Clock
    deadline: float | None = None
    """When every attempt has to have ended. """
    gate: Gate | None = None
    """What holds back other calls together with this one. """
    count: int = field(default=1, init=False)
    may_have_acted: bool = field(default=False, init=False)
    """Whether the service may have done what an earlier attempt asked for. """
    _last_start: float | None = field(init=False)

    def __attrs_post_init__(self) -> None:
        if self.rule.retries is not None and self.max_retries:
            self.max_retries = self.rule.retries
        self._last_start = self.deadline
        if self.rule.within is not None:
            self._last_start = _earlier(self.deadline, self.clock.now() + self.rule.within)

    def begin(self, request: httpx.Request) -> float | None:
        """Keep an attempt that starts now within the deadline; give the time at which its answer has to be read."""
        timeout: Mapping[str, float | None] = request.extensions["timeout"]
        if self.deadline is not None:
            left = self.deadline - self.clock.now()
            timeout = request.extensions["timeout"] = {name: shortened(part, left) for name, part in timeout.items()}
        if self.rule is not CANCEL or timeout["read"] is None:
            return self.deadline
        return _earlier(self.deadline, self.clock.now() + timeout["read"] + (timeout["connect"] or 0))

    def next_wait(self, outcome: httpx.Response | Exception, request: httpx.Request) -> float | None:
        """Give the seconds to wait before another attempt; None if this outcome is the last one."""
        is_good = isinstance(outcome, httpx.Response) and not is_half(self.rule, outcome)
        is_passing = isinstance(outcome, self.rule.exceptions) or not isinstance(outcome, Exception)
        if isinstance(outcome, httpx.Response) and outcome.status_code in self.rule.statuses:
            is_good = False
        if is_good or not is_passing or self.count > self.max_retries:
            return None
        is_refused = isinstance(outcome, httpx.Response) and outcome.status_code == 429
        self.may_have_acted = self.may_have_acted or not (is_refused or isinstance(outcome, UNSENT))
        asked = retry_after(outcome)
        wait = min(asked or random.uniform(0, FIRST_BACKOFF * 2**self.count), self.rule.longest_wait)  # noqa: S311
        if asked is not None and asked > wait and self.rule is not CANCEL:
            return None
        if self.gate is not None:
            if is_refused:
                self.gate.shut(wait)
            wait = max(wait, min(self.gate.left(), self.rule.longest_wait))
            if self.gate.is_given_up:
                return None
        if self._last_start is not None and self.clock.now() + wait >= self._last_start:
            return None
        what = outcome.status_code if isinstance(outcome, httpx.Response) else type(outcome).__name__
        path = request.url.raw_path.partition(b"?")[0].decode()  # the query of an upload is a secret
        logger.debug("%s %s attempt %d: %s, the next in %.2f s", request.method, path, self.count, what, wait)
        self.count += 1
        return wait


def retry_after(outcome: httpx.Response | Exception) -> float | None:
    """Give the seconds that an answer asks to wait."""
    value = outcome.headers.get("retry-after", "").strip() if isinstance(outcome, httpx.Response) else ""
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        at = parsedate_to_datetime(value)
        return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return None


def is_half(rule: Rule, response: httpx.Response) -> bool:
    """Tell whether the answer of a cancel broke off: only a whole JSON object says what became of the Webset."""
    return rule is CANCEL and response.status_code < 300 and not response.content.rstrip().endswith(b"}")


def shortened(part: float | None, seconds: float) -> float:
    """Shorten a part of a timeout to what is left of some seconds."""
    left = min(max(seconds, 0.001), LONGEST_TIMEOUT)
    return left if part is None else min(part, left)


def _earlier(deadline: float | None, time: float) -> float:
    return time if deadline is None else min(deadline, time)
