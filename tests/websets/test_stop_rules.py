"""Stop rules decide from a Webset and the time alone, without a request."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from exa_websets import RunHandle, Stop, deadline, found, stalled
from exa_websets.models import Webset
from support.internals import Look, StopRule, to_rule
from support.recordings import recorded

WEBSET = Webset.from_dict(recorded("websets_get_running_at_completion_100").answer)
FOUND = sum(search.progress.found for search in WEBSET.searches)
NOW = datetime.now(UTC)
NAN: Any = float("nan")


def judge(rule: StopRule, webset: Webset | None = WEBSET, at: datetime = NOW, still: float = 0) -> str | None:
    stop = rule.decide(Look(webset, at, still))
    return stop.reason if stop else None


def test_enough_found() -> None:
    """`found` counts the items of all searches together."""
    assert judge(found(FOUND)) == "1 item was found, 1 is enough"
    assert judge(found(FOUND + 1)) is None
    assert judge(found(1), None) is None


def test_several_items_found() -> None:
    """The reason is in the plural if there are several."""
    [search] = recorded("websets_get_running_at_completion_100").answer["searches"]
    searches = [
        {**search, "id": f"search_{found}", "progress": {**search["progress"], "found": found}} for found in (2, 3)
    ]
    webset = Webset.from_dict({**recorded("websets_get_running_at_completion_100").answer, "searches": searches})
    assert judge(found(4), webset) == "5 items were found, 4 are enough"
    assert judge(found(6), webset) is None


def test_found_lets_enrichments_finish() -> None:
    """The decision has the time in seconds; None cancels everything at once."""
    for rule, within in (
        (found(1), 1800),
        (found(1, finish_within=timedelta(minutes=1)), 60),
        (found(1, finish_enrichments=False), None),
    ):
        stop = rule.decide(Look(WEBSET, NOW, 0))
        assert stop is not None
        assert stop.finish_within == within


def test_a_stop_has_seconds() -> None:
    """The time of a stop may be a timedelta."""
    assert Stop("enough").finish_within is None
    assert Stop("enough", timedelta(minutes=1)) == Stop("enough", 60)
    assert Stop("enough", 0.5).finish_within == 0.5


def test_a_deadline_starts_when_the_rule_is_created() -> None:
    """`deadline` fires at its time, even if the Webset was never read."""
    rule = deadline(minutes=10)
    later = datetime.now(UTC) + timedelta(minutes=10)

    assert judge(rule, at=later - timedelta(seconds=1)) is None
    assert "has passed" in str(judge(rule, None, at=later))
    assert rule.due(Look(None, later - timedelta(seconds=4), 0)) == pytest.approx(4, abs=1)


def test_a_deadline_passes_at_its_very_moment() -> None:
    """The deadline of a handle is a time of day."""
    handle = {"id": "ws", "baseUrl": "https://a.example", "until": {"deadline": NOW.isoformat()}}
    rule = RunHandle.from_json(json.dumps(handle)).until
    assert judge(rule, at=NOW - timedelta(microseconds=1)) is None
    assert "has passed" in str(judge(rule, at=NOW))


def test_stalled() -> None:
    """`stalled` fires when a Webset that was read before has not changed for the time of the rule."""
    rule = stalled(minutes=5)

    assert judge(rule, still=299) is None
    assert judge(rule, still=300) == "nothing in it has moved for 300 s"
    assert judge(rule, still=301) == "nothing in it has moved for 301 s"
    assert judge(rule, None, still=301) is None
    assert rule.due(Look(WEBSET, NOW, 200)) == 100


@pytest.mark.parametrize(
    "look",
    [Look(None, NOW, 301), Look(WEBSET, NOW, 301, is_fresh=False), Look(WEBSET, NOW, 301, is_finishing=True)],
    ids=["never seen", "not seen", "finishing"],
)
def test_when_it_is_unknown_whether_it_has_stalled(look: Look) -> None:
    """`stalled` needs a poll that succeeded, and does not apply while enrichments finish."""
    assert stalled(minutes=5).decide(look) is None
    assert stalled(minutes=5).due(look) is None


def test_a_function_is_a_rule() -> None:
    """Text returned by a function is the reason; for any other true value the reason names the function."""

    def too_dear(webset: Webset) -> bool:
        return webset.id == WEBSET.id

    assert judge(to_rule(too_dear)) == "too_dear says so"
    assert judge(to_rule(lambda webset: f"{webset.status} for too long")) == "running for too long"
    assert judge(to_rule(lambda webset: "")) is None
    assert judge(to_rule(lambda webset: True), None) is None


def test_rules_are_combined() -> None:
    """`|` fires when either rule does, also with functions on either side, and is due with the earlier one."""

    def never(webset: Webset) -> None:
        """Never stop a Webset."""

    rule = never | found(10**6) | stalled(seconds=30) | deadline(hours=1) | never

    assert judge(rule) is None
    assert judge(rule, still=31) == "nothing in it has moved for 31 s"
    assert rule.due(Look(WEBSET, NOW, 10)) == 20
    assert judge(to_rule(None)) is None
    assert to_rule(None).due(Look(WEBSET, NOW, 0)) is None


def test_the_stop_that_comes_first() -> None:
    """A stop at once takes precedence over one that lets enrichments finish, and a shorter time over a longer one."""
    soon, later = found(1, finish_within=0.5), found(1, finish_within=60)
    for rule, within in ((soon | later, 0.5), (later | soon, 0.5), (soon | at_once, None), (at_once | soon, None)):
        stop = rule.decide(Look(WEBSET, NOW, 0))
        assert stop is not None
        assert stop.finish_within == within


def test_rules_are_data() -> None:
    """Rules can be compared, so that they can be sent to another process."""
    assert found(3) == found(3) != found(4)
    number: object = 3
    assert found(3) != number
    assert found(3) != found(3, finish_enrichments=False) != found(3, finish_within=60)
    assert found(3, finish_within=60) == found(3, finish_within=timedelta(minutes=1))


def is_idle(webset: Webset) -> bool:
    return webset.status == "idle"


PICKLED: dict[str, StopRule] = {
    "none": to_rule(None),
    "found": found(3),
    "found, at once": found(3, finish_enrichments=False),
    "deadline": deadline(minutes=1),
    "stalled": stalled(minutes=1),
    "any": found(3, finish_within=60) | deadline(minutes=1) | stalled(minutes=5),
    "a function": to_rule(is_idle),
}


@pytest.mark.parametrize("rule", PICKLED.values(), ids=PICKLED)
@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_pickles(protocol: int, rule: StopRule) -> None:
    """Rules can be pickled and copied, and a pickle refers to no private module."""
    data = pickle.dumps(rule, protocol)
    assert pickle.loads(data) == copy.deepcopy(rule) == rule
    assert b"exa_websets._" not in data


def test_a_pickled_class() -> None:
    """The class of rules can be pickled by its public name, as a type of a custom rule may be."""
    assert pickle.loads(pickle.dumps(StopRule)) is StopRule
    assert b"exa_websets._" not in pickle.dumps(StopRule)


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda: found(0), "before it has found"),
        (lambda: deadline(), "is not a positive time"),
        (lambda: stalled(minutes=-1), "is not a positive time"),
        (lambda: deadline(seconds=float("nan")), "is not a positive time"),
        (lambda: deadline(seconds=1e9), "1000000000.0 s is not a positive time below 1e9 s"),
        (lambda: stalled(hours=1e9), "is not a positive time below 1e9 s"),
        (lambda: found(NAN), "before it has found"),
        (lambda: found(3, finish_within=0), "0 is not a positive time"),
        (lambda: found(3, finish_within=timedelta(0)), "is not a positive time"),
        (lambda: found(3, finish_within=1e9), "1000000000.0 is not a positive time below 1e9 s"),
        (lambda: found(3, finish_within=0, finish_enrichments=False), "is not a positive time"),
        (lambda: Stop("enough", 0), "is not a positive time"),
    ],
)
def test_invalid_arguments(make: Any, complaint: str) -> None:
    """Invalid arguments are rejected when the rule is created."""
    with pytest.raises(ValueError, match=complaint):
        make()


def test_the_shortest_and_the_longest_time() -> None:
    """Any time above 0 and below 1e9 seconds is valid, and the parts of a time are added."""
    for seconds in (0.25, 999_999_999.5):
        assert repr(found(3, finish_within=seconds)) == f"found(3, finish_within={seconds:g})"
        assert repr(stalled(seconds=seconds)) == f"stalled(seconds={seconds:g})"
        now = datetime.now(UTC)
        assert deadline(seconds=seconds).due(Look(None, now, 0)) == pytest.approx(seconds, abs=5)
    assert stalled(hours=1, minutes=2, seconds=3) == stalled(seconds=3723)


def test_what_is_not_a_rule() -> None:
    """A number is not a stop rule."""
    nonsense: Any = 5
    with pytest.raises(TypeError, match="not a stop rule"):
        to_rule(nonsense)


async def asynchronous(webset: Webset) -> bool:
    """Return a coroutine when called as a rule, which type checkers reject."""
    return False


async def yielding(webset: Webset) -> AsyncIterator[bool]:
    """Return an asynchronous generator when called as a rule."""
    yield False


class Asynchronous:
    """An object that has to be awaited, both when called and through its method."""

    async def __call__(self, webset: Webset) -> bool:
        return False

    async def method(self, webset: Webset) -> bool:
        return False


ASYNC_RULES: dict[str, Any] = {
    "a function": asynchronous,
    "a generator": yielding,
    "a partial": partial(asynchronous),
    "a partial of a partial": partial(partial(asynchronous)),
    "an object": Asynchronous(),
    "a partial of an object": partial(Asynchronous()),
    "a method": Asynchronous().method,
}


@pytest.mark.parametrize("rule", ASYNC_RULES.values(), ids=ASYNC_RULES)
def test_an_asynchronous_rule(rule: Any) -> None:
    """A coroutine is always true, so an asynchronous rule is rejected, alone and in `|`."""
    for make in (to_rule, found(1).__or__, found(1).__ror__):
        with pytest.raises(TypeError, match="is asynchronous"):
            make(rule)


def test_a_rule_that_returns_a_coroutine() -> None:
    """A rule that turns out to return a coroutine is rejected when it is called."""
    with pytest.raises(TypeError, match="is asynchronous"):
        judge(to_rule(lambda webset: asynchronous(webset)))


def test_a_rule_is_shown_as_it_is_written() -> None:
    """The repr of a rule, also within a handle, is close to the call that created it."""
    rule = found(3) | stalled(minutes=5) | at_once

    assert repr(rule) == "found(3) | stalled(seconds=300) | at_once"
    assert repr(at_once | found(3)) == "at_once | found(3)"
    assert repr(found(3, finish_enrichments=False)) == "found(3, finish_enrichments=False)"
    assert repr(found(3, finish_within=timedelta(minutes=1))) == "found(3, finish_within=60)"
    assert repr(deadline(hours=1)).startswith(f"deadline({datetime.now(UTC):%Y-}")
    assert repr(to_rule(None)) == "never"


def test_equal_rules() -> None:
    """Rules of the same type with the same values are equal and have the same hash."""
    one, same, other = (found(count) | stalled(minutes=5) for count in (3, 3, 4))

    assert (one == same, one == other, found(5) == stalled(seconds=5)) == (True, False, False)
    assert len({one, same, other}) == 2


def at_once(webset: Webset) -> bool:
    """Stop a Webset at the first poll."""
    return True
