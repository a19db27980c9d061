"""The state of a stop rule: when it fires, while enrichments finish, and when it gives up, without a request."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from exa_websets import Look, Snapshot, Stop, StopRule, deadline
from exa_websets.models import Webset
from support.internals import Stopping
from support.recordings import recorded

START = datetime(2026, 1, 1, tzinfo=UTC)
SEARCHING: Any = recorded("websets_get_running_progress").answer
RECORDED: Any = recorded("websets_get_search_done_enrichments_pending").answer
ENRICHING: Any = {**RECORDED, "enrichments": RECORDED["enrichments"][:1]}
SEARCH, ENRICHMENT = SEARCHING["searches"][0]["id"], ENRICHING["enrichments"][0]["id"]


class Script(StopRule):
    """A rule whose decisions are given in advance; the last one is None."""

    def __init__(self, *decisions: Stop | None) -> None:
        self.decisions = [*decisions]

    def decide(self, look: Look) -> Stop | None:
        return self.decisions.pop(0) if self.decisions else None


def look(second: float, document: Any = ENRICHING, *, still: float = 0, is_fresh: bool = True, **changes: Any) -> Look:
    """Return a look at a Webset some seconds after the start."""
    webset = Webset.from_dict({**copy.deepcopy(document), **changes})
    return Look(webset, START + timedelta(seconds=second), still, is_fresh)


def test_the_first_stop_names_the_reason_and_a_later_one_only_shortens_the_time() -> None:
    """`finish_by` never becomes later, and passes at its very moment."""
    stopping = Stopping(Script(Stop("first", 100), Stop("second", 1000), Stop("third", 10)))
    ends: list[datetime | None] = []
    for second in range(3):
        assert stopping.reason_to_cancel(look(second)) is None
        ends.append(stopping.finish_by)
    assert [end and (end - START).total_seconds() for end in ends] == [100, 100, 12]
    assert (stopping.phase, stopping.due(look(2))) == ("finishing", 10)
    assert stopping.reason_to_cancel(look(11.5)) is None
    reason = stopping.reason_to_cancel(look(12))
    assert reason == "first; not all enrichments had finished by 2026-01-01 00:00:12 UTC"
    webset = Webset.from_dict(ENRICHING)
    assert stopping.canceled(webset, reason) == Snapshot(webset, reason, "ended", timed_out=True)


def test_it_is_due_with_the_rule_or_at_the_end_of_the_phase() -> None:
    """While enrichments finish, the earlier of both counts."""
    rule = deadline(seconds=60)
    for within, due in ((30, 30), (90, 60)):
        now = Look(Webset.from_dict(ENRICHING), datetime.now(UTC), 0)
        stopping = Stopping(rule, now.at + timedelta(seconds=within))
        assert stopping.due(now) == pytest.approx(due, abs=1)


def test_a_restart_forgets_what_has_ended() -> None:
    """After the end the rule may fire again, with a reason and a time of its own."""
    stopping = Stopping(Script(Stop("first", 10), None, None, Stop("second", 10)))
    for second in (0, 1, 10):
        stopping.reason_to_cancel(look(second))
    stopping.canceled(Webset.from_dict(ENRICHING), "")
    stopping.restart()
    assert (stopping.phase, stopping.finish_by, stopping.due(look(20))) == ("running", None, None)

    idle = look(31, status="idle", enrichments=[{**ENRICHING["enrichments"][0], "status": "failed"}]).webset
    assert stopping.reason_to_cancel(look(30, SEARCHING, enrichments=[])) is None
    assert stopping.phase == "finishing"
    assert idle
    assert stopping.snapshot(idle) == Snapshot(idle, "second", "ended")
    assert stopping.canceled(idle, "third") == Snapshot(idle, "third", "ended", timed_out=False)


def test_a_restart_continues_an_unfinished_phase() -> None:
    """If the watch is left while enrichments finish, the next watch has the same time limit."""
    stopping = Stopping(Script(Stop("first", 10)))
    stopping.reason_to_cancel(look(0))
    stopping.restart()
    assert (stopping.phase, stopping.finish_by) == ("finishing", START + timedelta(seconds=10))


def test_a_search_has_a_minute_to_stop() -> None:
    """The minute starts when the search is first seen; a poll that failed shows nothing."""
    stopping = Stopping(Script(Stop("enough", 1000)))
    for second in (0, 30, 59):
        assert stopping.reason_to_cancel(look(second, SEARCHING)) is None
    assert stopping.reason_to_cancel(look(61, SEARCHING, is_fresh=False)) is None
    assert stopping.reason_to_cancel(look(60, SEARCHING)) == (
        f"enough; search {SEARCH} was still running 60 s after its first cancel"
    )


def test_a_search_that_runs_again_has_another_minute() -> None:
    """A search that was seen to have ended is forgotten."""
    stopping = Stopping(Script(Stop("enough", 1000)))
    assert stopping.reason_to_cancel(look(0, SEARCHING)) is None
    assert stopping.reason_to_cancel(look(30, SEARCHING, searches=[])) is None
    assert stopping.reason_to_cancel(look(70, SEARCHING)) is None


def test_an_idle_webset_with_pending_results_is_abandoned() -> None:
    """The service has ten seconds to change an enrichment; the reason names it."""
    stopping = Stopping(Script(Stop("enough", 1000)))
    assert stopping.reason_to_cancel(look(0)) is None
    for still, is_fresh in ((9.9, True), (10, False)):
        assert stopping.reason_to_cancel(look(1, status="idle", still=still, is_fresh=is_fresh)) is None
    assert stopping.reason_to_cancel(look(2, still=10)) is None
    assert stopping.reason_to_cancel(look(3, status="idle", still=10)) == (
        f"enough; the service has ended it, but enrichment {ENRICHMENT} is pending"
    )


def test_what_had_ended_before_is_not_lost() -> None:
    """The reason does not name an enrichment that had failed before the rule fired."""
    failed = [{**ENRICHING["enrichments"][0], "status": "failed"}]
    stopping = Stopping(Script(Stop("enough", 1000)))
    stopping.reason_to_cancel(look(0, enrichments=failed))
    webset = look(1, status="idle", enrichments=failed).webset
    assert webset
    assert stopping.snapshot(webset).reason == "enough"


def test_a_rule_that_had_fired_in_another_process() -> None:
    """A run that was handed over while enrichments finish has no reason of its own."""
    stopping = Stopping(Script(), START + timedelta(seconds=10))
    assert stopping.phase == "finishing"
    assert stopping.reason_to_cancel(look(9)) is None
    assert str(stopping.reason_to_cancel(look(10))).startswith("its stop rule had fired before it was handed over; not")
