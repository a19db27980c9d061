"""What bounds one attempt, and its time, which the sockets of our own connections keep.

httpx gives each phase of a request its seconds, but httpcore starts them again with every byte that arrives. Here they
count once for each phase, on both clients:

- connect: all addresses of the host together, name resolution included; and once more for each TLS handshake;
- write: each piece of 64 KiB of the request;
- read: from the end of the request to the end of the answer's headers, 1xx answers included; then each piece of the
  body, with what a chunk has around it. The answers of a proxy count as answers.

No phase lasts longer than the attempt. A context variable leads from the call to its sockets, so that a connection
that is reused holds nothing of an earlier call.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar

from attrs import define, field, frozen

from .._clock import now
from .pace import PacedBatch

TOO_SLOW = "the answer arrives too slowly"


@frozen
class Limits:
    """What bounds one attempt besides the timeouts of httpx."""

    seconds: float | None
    """In all, or None for any number."""
    max_size: int
    """The most bytes of a decompressed answer."""
    is_ours: bool
    """Whether the connections are ours."""
    batch: PacedBatch | None = None
    """The batch of the call."""


@define(eq=False)
class AttemptTime:
    """The end of an attempt, and of the phase in which it reads."""

    timeouts: Mapping[str, float | None]
    """Those of httpx: the seconds of each phase. SOCKS is spoken without any others."""
    ends: float | None = None
    """The time by which the attempt has to have ended."""
    batch: PacedBatch | None = None
    """The batch of the call."""
    reads_end: float | None = field(init=False, default=None)
    """The time by which the present phase of reading has to have ended."""
    each_read_counts: bool = field(init=False, default=False)
    """Whether every read brings a piece of the body, so that each is a phase by itself."""


# A thread that waits looks this often, in seconds, whether its call was abandoned: nothing interrupts a thread.
STEP = 0.1

ATTEMPT: ContextVar[AttemptTime | None] = ContextVar("exa_websets_attempt", default=None)


def left_to_connect(timeout: float | None) -> float | None:
    """Return the seconds that connecting or a TLS handshake may take, or None for any number.

    Raises:
        TimeoutError: there are none left. The two functions below raise it, too.
    """
    attempt = ATTEMPT.get()
    if attempt is None or attempt.ends is None:
        return timeout
    left = attempt.ends - now()
    if left <= 0:
        raise TimeoutError("no time is left to connect")
    return left if timeout is None else min(timeout, left)


def left_to_write(timeout: float | None) -> float | None:
    """Return the seconds that writing the next piece may take, or None for any number."""
    attempt = ATTEMPT.get()
    if attempt is None:
        return timeout
    attempt.reads_end = None  # what is read next answers this
    timeout = timeout or attempt.timeouts["write"]
    if attempt.ends is None:
        return timeout
    left = attempt.ends - now()
    if left <= 0:
        raise TimeoutError("no time is left to write")
    return left if timeout is None else min(timeout, left)


def left_to_read(timeout: float | None) -> float | None:
    """Return the seconds that the next read may take, or None for any number."""
    attempt = ATTEMPT.get()
    if attempt is None:
        return timeout
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
    """Return how long a thread may wait for the present attempt before it asks again, of this many seconds in all.

    Raises:
        TimeoutError: the call was abandoned.
    """
    attempt = ATTEMPT.get()
    return seconds if attempt is None else next_step(attempt.batch, seconds)


def next_step(batch: PacedBatch | None, seconds: float | None) -> float | None:
    """Return what `until_abandoned` returns, for a call of a batch."""
    if batch is None or not batch.can_be_abandoned:
        return seconds
    if batch.abandoned:
        raise TimeoutError("the call was abandoned")
    return STEP if seconds is None else min(seconds, STEP)
