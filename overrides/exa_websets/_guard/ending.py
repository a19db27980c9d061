"""The outcome of work that must not be interrupted."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

T = TypeVar("T")


class Ending(Generic[T]):
    """The result or the failure of some work, and the exception that tried to interrupt it."""

    MAX_ATTEMPTS: ClassVar[int] = 3
    """The number of times that interrupted work is started, and the number of times that Ctrl-C is ignored."""
    result: T | None = None
    failure: BaseException | None = None
    interruption: BaseException | None = None
    is_over: bool = False
    """False if the caller stopped waiting before the work ended."""
