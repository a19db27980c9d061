"""The limits of one attempt. The sockets of our own connections enforce its time limits.

httpx has a timeout for each phase of a request, but httpcore restarts it with every byte that arrives. Here a timeout
applies once to each phase, on both clients:

- connect: name resolution and all addresses of the host together; and again to each TLS handshake;
- write: each piece of 64 KiB of the request;
- read: from the end of the request to the end of the response headers, including 1xx responses; then each piece of the
  body, including the framing of its chunk. A response of a proxy counts as a response.

No phase lasts longer than the attempt. A context variable connects a call with its sockets, so that a reused connection
keeps no state of an earlier call.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar

from attrs import define, field, frozen

from .._clock import now
from .pace import PacedBatch

TOO_SLOW = "the response arrives too slowly"


@frozen(eq=False, repr=False)
class Limits:
    """The limits of one attempt, in addition to the timeouts of httpx."""

    seconds: float | None
    """The total time in seconds, or None for no limit."""
    max_size: int
    """The maximum size of a decompressed response in bytes."""
    is_ours: bool
    """Whether the connections are ours."""
    batch: PacedBatch | None = None
    """The batch of the call."""


@define(eq=False, repr=False)
class AttemptTime:
    """The deadlines of an attempt, and of its current read phase."""

    timeouts: Mapping[str, float | None]
    """The httpx timeouts of each phase in seconds. httpcore passes no timeouts while it talks to a SOCKS proxy."""
    ends: float | None = None
    """The deadline of the attempt."""
    batch: PacedBatch | None = None
    """The batch of the call."""
    reads_end: float | None = field(init=False, default=None)
    """The deadline of the current read phase."""
    each_read_counts: bool = field(init=False, default=False)
    """Whether every read returns a piece of the body, so that each read is its own phase."""


# A thread cannot be interrupted, so a waiting thread checks at this interval, in seconds, if its call was abandoned.
STEP = 0.1

ATTEMPT: ContextVar[AttemptTime | None] = ContextVar("exa_websets_attempt", default=None)


def _attempt() -> AttemptTime:
    """Return the current attempt, or one without limits if a tool sends outside the context of the call."""
    return ATTEMPT.get() or AttemptTime({"read": None})


def _left(attempt: AttemptTime, timeout: float | None) -> float | None:
    if attempt.ends is None:
        return timeout
    left = attempt.ends - now()
    if left <= 0:
        raise TimeoutError("no time is left")
    return left if timeout is None else min(timeout, left)


def left_to_connect(timeout: float | None) -> float | None:
    """Return the seconds that connecting or a TLS handshake may take, or None for no limit.

    Raises:
        TimeoutError: no time is left. The two functions below raise it, too.
    """
    return _left(_attempt(), timeout)


def left_to_write(timeout: float | None) -> float | None:
    """Return the seconds that writing the next piece may take, or None for no limit."""
    attempt = _attempt()
    attempt.reads_end = None  # the next read starts a new phase
    return _left(attempt, timeout)


def left_to_read(timeout: float | None) -> float | None:
    """Return the seconds that the next read may take, or None for no limit."""
    attempt = _attempt()
    timeout = timeout or attempt.timeouts["read"]
    ends, present = attempt.ends, now()
    if timeout is not None:
        if attempt.reads_end is None or attempt.each_read_counts:
            attempt.reads_end = present + timeout
        ends = attempt.reads_end if ends is None else min(ends, attempt.reads_end)
    if ends is None:
        return None
    if ends <= present:
        raise TimeoutError(TOO_SLOW)
    return ends - present


def until_abandoned(seconds: float | None) -> float | None:
    """Return how many of these seconds a thread may wait before it must check again if its call was abandoned.

    Raises:
        TimeoutError: the call was abandoned.
    """
    return next_step(_attempt().batch, seconds)


def next_step(batch: PacedBatch | None, seconds: float | None) -> float | None:
    """Return the same as `until_abandoned`, for a call that belongs to a batch."""
    if batch is None or not batch.can_be_abandoned:
        return seconds
    if batch.abandoned:
        raise TimeoutError("the call was abandoned")
    return STEP if seconds is None else min(seconds, STEP)
