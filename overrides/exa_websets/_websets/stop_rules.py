"""Stop rules: when a watched Webset has done enough, run for long enough, or come to a standstill."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

if TYPE_CHECKING:
    from .._generated import models


@frozen
class Look:
    """What a rule judges: the Webset as it was last seen, None if it never was, and how the time stands."""

    webset: models.Webset | None
    at: datetime
    still: float
    """Seconds since anything in it last moved. """
    is_fresh: bool = True
    """Whether it was seen just now; nothing can be said to stand still that is not seen. """


class StopRule(ABC):
    """Says when a watched Webset is to be canceled, and why; `a | b` fires when either does."""

    @abstractmethod
    def reason(self, look: Look) -> str | None:
        """Say why the Webset is to be canceled now; None if it is not."""

    def due(self, look: Look) -> float | None:
        """Tell in how many seconds the rule fires if nothing moves; None if it does not fire by itself."""
        return None

    def __or__(self, other: StopRule | Condition) -> StopRule:
        return AnyOf((self, rule_of(other)))

    def __ror__(self, other: Condition) -> StopRule:
        return AnyOf((rule_of(other), self))


Condition: TypeAlias = "Callable[[models.Webset], object]"
"""Any function of a Webset: what it gives is the reason if it is text, and fires if it is true. """
Until: TypeAlias = "StopRule | Condition | None"


@frozen
class Found(StopRule):
    count: int

    def reason(self, look: Look) -> str | None:
        found = sum(search.progress.found for search in look.webset.searches) if look.webset else 0
        return f"{found} items were found, {self.count} are enough" if look.webset and found >= self.count else None


@frozen
class Deadline(StopRule):
    at: datetime

    def reason(self, look: Look) -> str | None:
        return f"its deadline of {self.at:%Y-%m-%d %H:%M:%S} UTC has passed" if look.at >= self.at else None

    def due(self, look: Look) -> float | None:
        return (self.at - look.at).total_seconds()


@frozen
class Stalled(StopRule):
    seconds: float

    def reason(self, look: Look) -> str | None:
        is_over = look.webset and look.is_fresh and look.still >= self.seconds
        return f"nothing in it has moved for {look.still:.0f} s" if is_over else None

    def due(self, look: Look) -> float | None:
        return self.seconds - look.still if look.webset and look.is_fresh else None


@frozen
class AnyOf(StopRule):
    rules: tuple[StopRule, ...]

    def reason(self, look: Look) -> str | None:
        return next((reason for rule in self.rules if (reason := rule.reason(look))), None)

    def due(self, look: Look) -> float | None:
        return min((due for rule in self.rules if (due := rule.due(look)) is not None), default=None)


@frozen
class When(StopRule):
    condition: Condition

    def reason(self, look: Look) -> str | None:
        result = self.condition(look.webset) if look.webset else None
        return (result if isinstance(result, str) else f"{_name(self.condition)} says so") if result else None


def found(count: int) -> StopRule:
    """Stop when the searches of a Webset have found so many items together."""
    if count < 1:
        raise ValueError(f"found({count!r}): a Webset cannot be stopped before it has found an item")
    return Found(count)


def deadline(*, hours: float = 0, minutes: float = 0, seconds: float = 0) -> StopRule:
    """Stop when so much time has passed from this very call on."""
    return Deadline(datetime.now(UTC) + timedelta(seconds=_positive(hours, minutes, seconds)))


def stalled(*, hours: float = 0, minutes: float = 0, seconds: float = 0) -> StopRule:
    """Stop when nothing in a Webset has moved for so long: no status, nothing found, nothing analyzed."""
    return Stalled(_positive(hours, minutes, seconds))


def rule_of(until: Until) -> StopRule:
    """Give the rule for what `until` may be; without one a rule that never fires."""
    if until is None:
        return AnyOf(())
    if isinstance(until, StopRule):
        return until
    if not callable(until):
        raise TypeError(f"{until!r} is no stop rule: take found(), deadline(), stalled() or a function of a Webset")
    return When(until)


def refuse_functions(rule: StopRule) -> None:
    """Refuse a rule that is no plain data.

    Raises:
        TypeError: there is a function in it.
    """
    for one in rule.rules if isinstance(rule, AnyOf) else ():
        refuse_functions(one)
    if isinstance(rule, When):
        raise TypeError(f"{_name(rule.condition)} is a function, which cannot be handed over; take found() or the like")


def _positive(hours: float, minutes: float, seconds: float) -> float:
    in_all = hours * 3600 + minutes * 60 + seconds
    if not 0 < in_all < 1e9:
        raise ValueError(f"{in_all!r} s is no time to wait for; give hours, minutes or seconds")
    return in_all


def _name(condition: Condition) -> str:
    return str(getattr(condition, "__name__", None) or repr(condition))
