"""How a call is tried again: the three policies, and what httpx-retries leaves open."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cache
from typing import Any

import httpx
from attrs import frozen
from httpx_retries import Retry

from ._clock import Clock
from ._config import LONGEST_TIMEOUT
from ._gate import Gate

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
    """Choose the policy of a call."""
    if creates:
        return CREATE
    return CANCEL if is_cancel(method, path) else OTHER


def is_cancel(method: str, path: str) -> bool:
    """Tell a cancel from the other calls, such as the update of a Webset whose externalId is "cancel"."""
    return method == "POST" and path.endswith("/cancel") and path != "/v0/websets/cancel"


class GaveUp(Exception):
    """An answer that asks to wait for longer than the policy waits."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response


class Policy(Retry):
    """The retries of one call: httpx-retries loops and draws the waits, this says when to stop.

    A Retry-After beyond the longest wait ends the call at once, except that of a cancel, which goes on early.
    """

    attempts_made: int
    rule: Rule
    clock: Clock
    deadline: float | None
    """When every attempt has to have ended. """
    last_start: float | None
    """When no attempt starts any more. """
    gate: Gate | None = None
    """What holds back other calls together with this one. """
    may_have_acted: bool = False
    """Whether the service may have done what an earlier attempt asked for. """

    @property
    def attempts(self) -> int:
        """How many attempts were made, once the call has ended."""
        return self.attempts_made + 1

    def increment(self) -> Policy:
        self.attempts_made += 1
        return self

    def sleep(self, response: httpx.Response | Exception) -> None:
        self.clock.sleep(self._wait(response))

    async def asleep(self, response: httpx.Response | Exception) -> None:
        await self.clock.async_sleep(self._wait(response))

    def retry_after(self, response: httpx.Response | Exception) -> float | None:
        """Give the seconds that an answer asks to wait."""
        value = response.headers.get("retry-after") if isinstance(response, httpx.Response) else None
        try:
            return None if value is None else self.parse_retry_after(value)
        except (ValueError, OverflowError):
            return None

    def begin(self, request: httpx.Request) -> float | None:
        """Keep an attempt that starts now within the deadline; give the time at which its answer has to be read."""
        timeout: Mapping[str, float | None] = request.extensions["timeout"]
        if self.deadline is not None:
            left = self.deadline - self.clock.now()
            timeout = request.extensions["timeout"] = {name: within(part, left) for name, part in timeout.items()}
        if self.rule is not CANCEL or timeout["read"] is None:
            return self.deadline
        return _earlier(self.deadline, self.clock.now() + timeout["read"] + (timeout["connect"] or 0))

    def _wait(self, response: httpx.Response | Exception) -> float:
        is_refused = isinstance(response, httpx.Response) and response.status_code == 429
        self.may_have_acted = self.may_have_acted or not (is_refused or isinstance(response, UNSENT))
        asked = self.retry_after(response)
        wait = min(asked or self.backoff_strategy(), self.rule.longest_wait)
        too_long = asked is not None and asked > wait and self.rule is not CANCEL
        if self.gate is not None:
            wait = self._together(wait, response)
        given_up = self.gate is not None and self.gate.is_given_up
        if given_up or too_long or (self.last_start is not None and self.clock.now() + wait >= self.last_start):
            self.attempts_made -= 1
            raise GaveUp(response) if isinstance(response, httpx.Response) else response
        if isinstance(response, httpx.Response | httpx.RequestError):
            outcome = response.status_code if isinstance(response, httpx.Response) else type(response).__name__
            path = response.request.url.raw_path.partition(b"?")[0].decode()  # the query of an upload is a secret
            call = f"{response.request.method} {path}"
            logger.debug("%s attempt %d: %s, the next in %.2f s", call, self.attempts_made, outcome, wait)
        return wait

    def _together(self, wait: float, response: httpx.Response | Exception) -> float:
        assert self.gate is not None
        if isinstance(response, httpx.Response) and response.status_code == 429:
            self.gate.shut(wait)
        return max(wait, min(self.gate.left(), self.rule.longest_wait))


def policy_for(rule: Rule, max_retries: int, clock: Clock, deadline: float | None) -> Policy:
    """Make the policy of one call that starts now and has to have ended at a time of the clock."""
    policy = Policy.__new__(Policy)
    vars(policy).update(_settings(rule, max_retries))
    policy.rule = rule
    policy.clock = clock
    policy.deadline = deadline
    policy.last_start = deadline if rule.within is None else _earlier(deadline, clock.now() + rule.within)
    return policy


def within(part: float | None, seconds: float) -> float:
    """Shorten a part of a timeout to what is left of some seconds."""
    left = min(max(seconds, 0.001), LONGEST_TIMEOUT)
    return left if part is None else min(part, left)


def _earlier(deadline: float | None, time: float) -> float:
    return time if deadline is None else min(deadline, time)


@cache
def _settings(rule: Rule, max_retries: int) -> dict[str, Any]:
    """Give what a policy is made of; checked once, because there is a policy a call."""
    policy = Policy(
        total=max_retries if rule.retries is None or max_retries == 0 else rule.retries,
        allowed_methods=("GET", "POST", "PATCH", "PUT", "DELETE"),
        status_forcelist=rule.statuses,
        retry_on_exceptions=rule.exceptions,
        backoff_factor=0.25,
        max_backoff_wait=rule.longest_wait,
        validate_response=_refuse_half if rule is CANCEL else None,
    )
    return vars(policy)


def _refuse_half(response: httpx.Response) -> None:
    """Have a cancel sent again whose answer is no JSON object, because only that says what became of the Webset."""
    if response.status_code < 300 and not response.content.rstrip().endswith(b"}"):
        raise httpx.DecodingError("the answer is no JSON object", request=response.request)
