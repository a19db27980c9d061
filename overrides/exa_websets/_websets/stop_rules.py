"""Stop rules: stop a watched Webset when it has found enough, has run long enough, or makes no progress."""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from attrs import field, frozen

from .._clock import utc
from .._lazy import LazyModule
from .pickles import unpickle

if TYPE_CHECKING:
    from .._generated import models
else:
    models = LazyModule("..models", __package__)


# The time in seconds that enrichments may take after the searches were stopped.
FINISH_WITHIN = 1800.0


def to_seconds(time: float | timedelta) -> float:
    """Convert a duration to seconds.

    Raises:
        ValueError: the duration is not positive, or not a number.
    """
    seconds = time.total_seconds() if isinstance(time, timedelta) else time
    if not 0 < seconds < 1e9:
        raise ValueError(f"{time!r:.50} is not a positive time below 1e9 s; pass seconds or a timedelta")
    return float(seconds)


def _to_optional_seconds(time: float | timedelta | None) -> float | None:
    return None if time is None else to_seconds(time)


@frozen
class Stop:
    """The decision of a rule to stop a Webset."""

    reason: str
    """The reason, which becomes the reason of the last snapshot."""
    finish_within: float | None = field(default=None, converter=_to_optional_seconds)
    """The time in seconds, or as a timedelta, in which the enrichments of the items found so far may finish after the
    searches are canceled. If it is None, everything is canceled at once."""


@frozen(eq=False)
class Look:
    """The input of a stop rule: the Webset as it was last seen, and the time."""

    webset: models.Webset | None
    """The Webset, or None if it was never seen."""
    at: datetime
    """The current time, in UTC."""
    still: float
    """The time in seconds since the Webset last made progress."""
    is_fresh: bool = True
    """Whether the last poll succeeded. If it failed, it is unknown whether the Webset has stalled."""
    is_finishing: bool = False
    """Whether a rule has already fired, and the enrichments of the items found so far are finishing."""


class StopRule(ABC):
    """Decides when a watched Webset is stopped. `a | b` fires when either rule fires.

    A stop that cancels everything at once takes precedence over one that lets enrichments finish, also while they are
    finishing.
    """

    @abstractmethod
    def decide(self, look: Look) -> Stop | None:
        """Return a `Stop` if the Webset must stop now, or None.

        Args:
            look: The Webset as it was last seen, and the time.
        """

    def due(self, look: Look) -> float | None:
        """Return the seconds until the rule fires even if the Webset does not change, or None if it never does.

        Args:
            look: The Webset as it was last seen, and the time.
        """
        return None

    def __or__(self, other: StopRule | Condition) -> StopRule:
        return AnyOf((self, to_rule(other)))

    def __ror__(self, other: Condition) -> StopRule:
        return AnyOf((to_rule(other), self))


StopRule.__module__ = __name__.partition("._")[0]

Condition: TypeAlias = Callable[["models.Webset"], object]
"""A function of a Webset. If its result is true, everything is canceled at once. A string result is the reason."""
Until: TypeAlias = StopRule | Condition | None


class _Rule(StopRule):
    """A rule that equals any rule of the same class with the same values."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))

    def __reduce__(self) -> tuple[Any, ...]:
        return unpickle, (type(self).__name__, *vars(self).values())  # the arguments of its constructor


class Found(_Rule):
    def __init__(self, count: int, finish_within: float | None = FINISH_WITHIN) -> None:
        self.count = count
        self.finish_within = finish_within

    def __repr__(self) -> str:
        match self.finish_within:
            case None:
                return f"found({self.count}, finish_enrichments=False)"
            case within if within == FINISH_WITHIN:
                return f"found({self.count})"
            case within:
                return f"found({self.count}, finish_within={within:g})"

    def decide(self, look: Look) -> Stop | None:
        if not look.webset:
            return None
        found = sum(search.progress.found for search in look.webset.searches)
        if found < self.count:
            return None
        items = "1 item was" if found == 1 else f"{found} items were"
        return Stop(f"{items} found, {self.count} {'is' if self.count == 1 else 'are'} enough", self.finish_within)


class Deadline(_Rule):
    def __init__(self, at: datetime) -> None:
        self.at = at

    def __repr__(self) -> str:
        return f"deadline({self.at:%Y-%m-%d %H:%M:%S} UTC)"

    def decide(self, look: Look) -> Stop | None:
        return Stop(f"its deadline of {self.at:%Y-%m-%d %H:%M:%S} UTC has passed") if look.at >= self.at else None

    def due(self, look: Look) -> float | None:
        return (self.at - look.at).total_seconds()


class Stalled(_Rule):
    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __repr__(self) -> str:
        return f"stalled(seconds={self.seconds:g})"

    def decide(self, look: Look) -> Stop | None:
        is_over = self._applies(look) and look.still >= self.seconds
        return Stop(f"nothing in it has moved for {look.still:.0f} s") if is_over else None

    def due(self, look: Look) -> float | None:
        return self.seconds - look.still if self._applies(look) else None

    @staticmethod
    def _applies(look: Look) -> bool:
        # The service does not report the progress of enrichments.
        return look.webset is not None and look.is_fresh and not look.is_finishing


class AnyOf(_Rule):
    def __init__(self, rules: tuple[StopRule, ...]) -> None:
        self.rules = rules

    def __repr__(self) -> str:
        return " | ".join(map(repr, self.rules)) or "never"

    def decide(self, look: Look) -> Stop | None:
        stops = [stop for rule in self.rules if (stop := decide(rule, look))]
        return min(stops, key=lambda stop: stop.finish_within or 0, default=None)

    def due(self, look: Look) -> float | None:
        return min((due for rule in self.rules if (due := rule.due(look)) is not None), default=None)


class When(_Rule):
    def __init__(self, condition: Condition) -> None:
        self.condition = condition

    def __repr__(self) -> str:
        return _name(self.condition)

    def decide(self, look: Look) -> Stop | None:
        result = self.condition(look.webset) if look.webset else None
        if _is_awaitable(result):
            raise TypeError(_async_message(self.condition))
        return Stop(result if isinstance(result, str) else f"{_name(self.condition)} says so") if result else None


def found(count: int, *, finish_enrichments: bool = True, finish_within: float | timedelta = FINISH_WITHIN) -> StopRule:
    """Return a rule that stops a Webset when its searches have found this many items in total.

    When the rule fires, all searches are canceled, including those that start later. The enrichments of the items found
    so far finish, and are billed. After `finish_within`, everything that is still running is canceled.

    Args:
        count: The number of items, at least 1.
        finish_enrichments: Whether the enrichments may finish. If False, everything is canceled at once, and pending
            results are lost.
        finish_within: The time that the enrichments may take, in seconds or as a timedelta. Monitors and new searches
            do not extend it.

    Raises:
        ValueError: `count` is less than 1, or `finish_within` is not positive.
    """
    if not count >= 1:  # a NaN would never be reached
        raise ValueError(f"found({count!r}): a Webset cannot be stopped before it has found an item")
    within = to_seconds(finish_within)
    return Found(count, within if finish_enrichments else None)


def deadline(*, hours: float = 0, minutes: float = 0, seconds: float = 0) -> StopRule:
    """Return a rule that cancels a Webset after a time, which starts with this call.

    Args:
        hours: Hours, added to `minutes` and `seconds`.
        minutes: Minutes, added to `hours` and `seconds`.
        seconds: Seconds, added to `hours` and `minutes`.

    Raises:
        ValueError: the sum is not positive, or not a number.
    """
    return Deadline(utc() + timedelta(seconds=_positive(hours, minutes, seconds)))


def stalled(*, hours: float = 0, minutes: float = 0, seconds: float = 0) -> StopRule:
    """Return a rule that cancels a Webset after a time without progress: a new status, item or analyzed candidate.

    It does not fire while enrichments are finishing, because the service does not report their progress.

    Args:
        hours: Hours, added to `minutes` and `seconds`.
        minutes: Minutes, added to `hours` and `seconds`.
        seconds: Seconds, added to `hours` and `minutes`.

    Raises:
        ValueError: the sum is not positive, or not a number.
    """
    return Stalled(_positive(hours, minutes, seconds))


def to_rule(until: Until) -> StopRule:
    """Return the rule for an `until` argument. For None, return a rule that never fires.

    Raises:
        TypeError: `until` is neither a rule nor a function, or the function is asynchronous.
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


def decide(rule: StopRule, look: Look) -> Stop | None:
    """Return the decision of a rule.

    Raises:
        TypeError: the rule is asynchronous, or returns neither a Stop nor None.
    """
    stop: Any = rule.decide(look)
    if _is_awaitable(stop):
        raise TypeError(f"{rule!r:.100} is asynchronous, which a stop rule cannot be; define `decide` without async")
    if stop is None or isinstance(stop, Stop):
        return stop
    raise TypeError(f"{rule!r:.100} returned {stop!r:.100}; `decide` must return a Stop or None")


def reject_functions(rule: StopRule) -> None:
    """Check that a rule contains no function, which cannot be handed over to another process.

    Raises:
        TypeError: the rule contains a function.
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
        raise ValueError(f"{in_all!r:.50} s is not a positive time below 1e9 s; give hours, minutes or seconds")
    return in_all


def _is_awaitable(result: object) -> bool:
    if inspect.iscoroutine(result):
        result.close()  # otherwise Python warns that it was never awaited
    return inspect.isawaitable(result)


def _is_async(condition: Any) -> bool:
    while isinstance(condition, partial):
        condition = condition.func
    calls = (condition, type(condition).__call__)
    return any(inspect.iscoroutinefunction(call) or inspect.isasyncgenfunction(call) for call in calls)


def _async_message(condition: Condition) -> str:
    return f"{_name(condition)} is asynchronous, which a stop rule cannot be; use a plain function of a Webset"


def _name(condition: Condition) -> str:
    return str(getattr(condition, "__name__", None) or repr(condition))
