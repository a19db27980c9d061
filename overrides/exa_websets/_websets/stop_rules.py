"""Stop rules: cancel a watched Webset when it has found enough, has run long enough, or makes no progress."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import frozen

from .._clock import utc
from .._lazy import LazyModule
from .._pickles import unpickle

if TYPE_CHECKING:
    from .._generated import models
else:
    models = LazyModule("..models", __package__)


@frozen(eq=False)
class Look:
    """What a rule judges: the Webset as it was last seen, or None if it never was, and the time."""

    webset: models.Webset | None
    at: datetime
    """The time of day, in UTC."""
    still: float
    """Seconds since it last made progress."""
    is_fresh: bool = True
    """Whether it was seen just now. What cannot be seen is not known to have stalled."""


class StopRule(ABC):
    """Decides when a watched Webset is canceled. `a | b` fires when either rule does."""

    @abstractmethod
    def reason(self, look: Look) -> str | None:
        """Return why the Webset has to be canceled now, or None."""

    def due(self, look: Look) -> float | None:
        """Return in how many seconds the rule fires if nothing changes, or None if it does not fire by itself."""
        return None

    def __or__(self, other: StopRule | Condition) -> StopRule:
        return AnyOf((self, to_rule(other)))

    def __ror__(self, other: Condition) -> StopRule:
        return AnyOf((to_rule(other), self))


Condition: TypeAlias = Callable[["models.Webset"], object]
"""A function of a Webset. The rule fires if the result is true; a string is the reason."""
Until: TypeAlias = StopRule | Condition | None


class _Rule(StopRule):
    """A rule that is equal to another one of its kind with the same values."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))

    def __reduce__(self) -> tuple[Any, ...]:
        return unpickle, (type(self).__name__, *vars(self).values())  # the arguments of its constructor


class Found(_Rule):
    def __init__(self, count: int) -> None:
        self.count = count

    def __repr__(self) -> str:
        return f"found({self.count})"

    def reason(self, look: Look) -> str | None:
        found = sum(search.progress.found for search in look.webset.searches) if look.webset else 0
        return f"{found} items were found, {self.count} are enough" if look.webset and found >= self.count else None


class Deadline(_Rule):
    def __init__(self, at: datetime) -> None:
        self.at = at

    def __repr__(self) -> str:
        return f"deadline({self.at:%Y-%m-%d %H:%M:%S} UTC)"

    def reason(self, look: Look) -> str | None:
        return f"its deadline of {self.at:%Y-%m-%d %H:%M:%S} UTC has passed" if look.at >= self.at else None

    def due(self, look: Look) -> float | None:
        return (self.at - look.at).total_seconds()


class Stalled(_Rule):
    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __repr__(self) -> str:
        return f"stalled(seconds={self.seconds:g})"

    def reason(self, look: Look) -> str | None:
        is_over = look.webset and look.is_fresh and look.still >= self.seconds
        return f"nothing in it has moved for {look.still:.0f} s" if is_over else None

    def due(self, look: Look) -> float | None:
        return self.seconds - look.still if look.webset and look.is_fresh else None


class AnyOf(_Rule):
    def __init__(self, rules: tuple[StopRule, ...]) -> None:
        self.rules = rules

    def __repr__(self) -> str:
        return " | ".join(map(repr, self.rules)) or "never"

    def reason(self, look: Look) -> str | None:
        return next((reason for rule in self.rules if (reason := rule.reason(look))), None)

    def due(self, look: Look) -> float | None:
        return min((due for rule in self.rules if (due := rule.due(look)) is not None), default=None)


class When(_Rule):
    def __init__(self, condition: Condition) -> None:
        self.condition = condition

    def __repr__(self) -> str:
        return _name(self.condition)

    def reason(self, look: Look) -> str | None:
        result = self.condition(look.webset) if look.webset else None
        if inspect.isawaitable(result):
            if inspect.iscoroutine(result):
                result.close()  # or Python warns that it was never awaited
            raise TypeError(_async_message(self.condition))
        return (result if isinstance(result, str) else f"{_name(self.condition)} says so") if result else None


def found(count: int) -> StopRule:
    """Return a rule that stops a Webset when its searches have found this many items in all.

    Args:
        count: The number of items, at least 1.
    """
    if count < 1:
        raise ValueError(f"found({count!r}): a Webset cannot be stopped before it has found an item")
    return Found(count)


def deadline(*, hours: float = 0, minutes: float = 0, seconds: float = 0) -> StopRule:
    """Return a rule that stops a Webset when this much time has passed. The time starts with this call."""
    return Deadline(utc() + timedelta(seconds=_positive(hours, minutes, seconds)))


def stalled(*, hours: float = 0, minutes: float = 0, seconds: float = 0) -> StopRule:
    """Return a rule that stops a Webset without progress for this long: no new status, item or analyzed candidate."""
    return Stalled(_positive(hours, minutes, seconds))


def to_rule(until: Until) -> StopRule:
    """Return the rule for an `until` argument. None becomes a rule that never fires.

    Raises:
        TypeError: it is neither a rule nor a function, or the function is asynchronous.
    """
    if until is None:
        return AnyOf(())
    if isinstance(until, StopRule):
        return until
    if not callable(until):
        raise TypeError(f"{until!r} is not a stop rule; use found(), deadline(), stalled() or a function of a Webset")
    if _is_async(until):
        raise TypeError(_async_message(until))
    return When(until)


def reject_functions(rule: StopRule) -> None:
    """Raise if a rule contains a function, so that it cannot be handed to another process.

    Raises:
        TypeError: it contains one.
    """
    for one in rule.rules if isinstance(rule, AnyOf) else ():
        reject_functions(one)
    if isinstance(rule, When):
        raise TypeError(
            f"{_name(rule.condition)} is a function, which cannot be handed over; use found(), deadline() or stalled()"
        )


def _positive(hours: float, minutes: float, seconds: float) -> float:
    in_all = hours * 3600 + minutes * 60 + seconds
    if not 0 < in_all < 1e9:
        raise ValueError(f"{in_all!r:.50} s is not a positive time; give hours, minutes or seconds")
    return in_all


def _is_async(condition: Any) -> bool:
    while isinstance(condition, partial):
        condition = condition.func
    calls = (condition, type(condition).__call__)
    return any(inspect.iscoroutinefunction(call) or inspect.isasyncgenfunction(call) for call in calls)


def _async_message(condition: Condition) -> str:
    return f"{_name(condition)} is asynchronous, which a stop rule cannot be; use a plain function of a Webset"


def _name(condition: Condition) -> str:
    return str(getattr(condition, "__name__", None) or repr(condition))
