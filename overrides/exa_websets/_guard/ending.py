"""How work that must not be interrupted has ended."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

T = TypeVar("T")


class Ending(Generic[T]):
    """The result or the failure of some work, and what tried to interrupt it in the meantime."""

    MAX_ATTEMPTS: ClassVar[int] = 3
    """How often the work starts again when it is interrupted itself, and how many times Ctrl-C is ignored."""
    result: T | None = None
    failure: BaseException | None = None
    interruption: BaseException | None = None
    is_over: bool = False
    """False if the caller has stopped waiting for it."""
