"""The JSON of a run's handle: it round-trips, and anything else is rejected."""

from __future__ import annotations

import base64
import io
import json
import pickle
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from exa_websets import RunHandle, Stop, deadline, found, stalled
from exa_websets.models import Webset
from support.internals import Look, StopRule, to_rule

URL = "https://api.exa.ai/websets"
RULES: dict[str, StopRule] = {
    "none": to_rule(None),
    "found": found(3),
    "found, at once": found(3, finish_enrichments=False),
    "found, with little time": found(3, finish_within=0.5),
    "deadline": deadline(hours=1),
    "stalled": stalled(minutes=5),
    "a fraction of a second": stalled(seconds=0.5) | deadline(seconds=0.25),
    "all three": found(3) | deadline(hours=1) | stalled(minutes=5),
    "nested": found(3) | (deadline(hours=1) | (stalled(minutes=5) | found(4))),
}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
@pytest.mark.parametrize("id", ["webset_1", "tea/2026 grün", "\ud800"])
def test_a_round_trip(id: str, rule: StopRule) -> None:
    """A handle parsed from its JSON, as text or bytes, is equal to the original."""
    handle = RunHandle(id, URL, rule)
    text = handle.to_json()
    assert RunHandle.from_json(text) == RunHandle.from_json(text.encode()) == handle
    assert pickle.loads(pickle.dumps(handle)) == handle


class NamesIn(pickle.Unpickler):
    """Records the names in a pickle."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))
        self.found: set[str] = set()

    def find_class(self, module: str, name: str) -> Any:
        self.found.add(module)
        return super().find_class(module, name)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("rule", [*RULES.values(), to_rule(repr)], ids=[*RULES, "function"])
def test_a_pickle_names_public_modules(rule: StopRule, protocol: int) -> None:
    """A pickle refers to public modules only, so that it survives moves within the package."""
    handle = RunHandle("webset_1", URL, rule)
    names = NamesIn(pickle.dumps(handle, protocol))
    assert names.load() == handle
    assert names.found <= {"exa_websets", "builtins", "datetime", "_codecs", "__builtin__"}


def test_a_stored_pickle() -> None:
    """A handle stored by an earlier version still loads."""
    stored = base64.b64decode(
        "gASV+gAAAAAAAACMC2V4YV93ZWJzZXRzlIwJX3VucGlja2xllJOUKIwJUnVuSGFuZGxllIwId2Vic2V0XzGUjBpodHRwczovL2Fw"
        "aS5leGEuYWkvd2Vic2V0c5RoAowFQW55T2aUaAJoBmgCjAVGb3VuZJRLA4aUUpRoAowHU3RhbGxlZJRNLAGGlFKUhpSGlFKUaAKM"
        "CERlYWRsaW5llIwIZGF0ZXRpbWWUjAhkYXRldGltZZSTlEMKB+oBAQwAAAAAAJRoEYwIdGltZXpvbmWUk5RoEYwJdGltZWRlbHRh"
        "lJOUSwBLAEsAh5RSlIWUUpSGlFKUhpRSlIaUhpRSlHSUUpQu"
    )
    until = {"any": [{"any": [{"found": 3}, {"stalled": 300}]}, {"deadline": "2026-01-01T12:00:00+00:00"}]}
    text = json.dumps({"id": "webset_1", "baseUrl": URL, "until": until})
    assert pickle.loads(stored) == RunHandle.from_json(text)


def test_a_deadline_travels_as_a_time_of_day() -> None:
    """A deadline is the same moment in a process whose clock started at another time."""
    document = json.loads(RunHandle("webset_1", URL, deadline(hours=1)).to_json())
    at = datetime.fromisoformat(document["until"]["deadline"])
    assert abs((at - datetime.now(UTC)).total_seconds() - 3600) < 60
    assert document == {"id": "webset_1", "baseUrl": URL, "until": {"deadline": at.isoformat()}}


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=2))])
def test_the_end_of_enrichments_travels_as_a_time_of_day(zone: Any) -> None:
    """`finish_by` is the same moment in another process, and is absent if no rule has fired."""
    handle = RunHandle("webset_1", URL, found(3), datetime(2026, 1, 1, 12, tzinfo=zone))
    carried = RunHandle.from_json(handle.to_json())
    assert carried.finish_by == handle.finish_by
    assert carried == handle == pickle.loads(pickle.dumps(handle))
    with pytest.raises(ValueError, match="no time zone"):
        RunHandle("webset_1", URL, found(3), datetime(2026, 1, 1))


def test_a_count_alone_is_a_rule() -> None:
    """JSON written by hand may omit how long enrichments may take."""
    assert RunHandle.from_json(changed()).until == found(3)


def enough(webset: Webset) -> bool:
    return True


class Own(StopRule):
    def decide(self, look: Look) -> Stop | None:
        return None

    def __repr__(self) -> str:
        return "a rule of one's own"


@pytest.mark.parametrize("rule", [enough, Own()])
@pytest.mark.parametrize("combine", [to_rule, found(3).__or__, (found(3) | stalled(hours=1)).__ror__])
def test_a_rule_without_json(combine: Any, rule: Any) -> None:
    """A function or a custom rule is rejected, and the error names it."""
    with pytest.raises(TypeError, match=r"enough is a function|a rule of one's own has no JSON"):
        RunHandle("webset_1", URL, combine(rule)).to_json()


def changed(**fields: Any) -> str:
    return json.dumps({"id": "webset_1", "baseUrl": URL, "until": {"found": 3}, **fields})


def without(name: str) -> str:
    return json.dumps({key: value for key, value in json.loads(changed()).items() if key != name})


NOT_HANDLES: dict[str, str | bytes] = {
    "nothing": "",
    "not JSON": "{",
    "not UTF-8": b"\xff\xfe",
    "not a number": changed().replace("3", "NaN"),
    "a list": "[]",
    "null": "null",
    "text": '"webset_1"',
    "a number": "7",
    "nested deep": "[" * 100_000,
    "nested rules": changed(until=None).replace("null", '{"any": [' * 1000 + "]}" * 1000),
    "an unknown field": changed(key="secret"),
    "no id": without("id"),
    "no base URL": without("baseUrl"),
    "no rule": without("until"),
    "an id that is a number": changed(id=7),
    "an empty id": changed(id=""),
    "a base URL that is null": changed(baseUrl=None),
    "a base URL with a password": changed(baseUrl="https://me:secret@api.exa.ai/websets"),
    "a rule that is null": changed(until=None),
    "an empty rule": changed(until={}),
    "two rules in one": changed(until={"found": 3, "stalled": 5}),
    "an unknown rule": changed(until={"function": "os.system"}),
    "a count of none": changed(until={"found": 0}),
    "a count that is text": changed(until={"found": "3"}),
    "a count that is true": changed(until={"found": True}),
    "a count that is true, with a time": changed(until={"found": True, "finishWithin": 60}),
    "a time to finish that is true": changed(until={"found": 3, "finishWithin": True}),
    "a time to finish that is text": changed(until={"found": 3, "finishWithin": "60"}),
    "no time to finish": changed(until={"found": 3, "finishWithin": 0}),
    "a time to finish for another rule": changed(until={"stalled": 3, "finishWithin": 60}),
    "a fraction of an item": changed(until={"found": 3.5}),
    "a negative time": changed(until={"stalled": -1}),
    "an endless time": changed(until={"stalled": 10**400}),
    "a time that is true": changed(until={"stalled": True}),
    "a deadline that is not a time": changed(until={"deadline": "tomorrow"}),
    "a deadline without a zone": changed(until={"deadline": "2026-01-01T00:00:00"}),
    "a deadline that is a number": changed(until={"deadline": 1767225600}),
    "a deadline before all time": changed(until={"deadline": "0001-01-01T00:00:00+14:00"}),
    "an end without a zone": changed(finishBy="2026-01-01T00:00:00"),
    "an end that is a number": changed(finishBy=1767225600),
    "an end that is null": changed(finishBy=None),
    "rules that are not a list": changed(until={"any": {"found": 3}}),
    "a nested rule that is not one": changed(until={"any": [{"found": 3}, {"any": [7]}]}),
}


@pytest.mark.parametrize("text", NOT_HANDLES.values(), ids=NOT_HANDLES)
def test_what_is_not_a_handle(text: str | bytes) -> None:
    """Anything else raises a ValueError that does not quote a password."""
    with pytest.raises(ValueError, match="not the JSON of a RunHandle") as caught:
        RunHandle.from_json(text)
    assert "secret" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_deadline_in_another_zone() -> None:
    """A deadline in another time zone is the same moment."""
    rules = [
        RunHandle.from_json(changed(until={"deadline": at})).until
        for at in ("2026-01-01T12:00:00+02:00", "2026-01-01T10:00:00Z")
    ]
    assert rules[0] == rules[1]
    assert repr(rules[0]) == "deadline(2026-01-01 10:00:00 UTC)"


def test_a_password_is_rejected() -> None:
    """A handle with a password in its base URL cannot be created; a path may contain the same sign."""
    assert RunHandle("webset_1", "https://api.exa.ai/me:you@home", found(3)).id == "webset_1"
    with pytest.raises(ValueError, match="may not have a user") as caught:
        RunHandle("webset_1", "https://me:secret@api.exa.ai/websets", found(3))
    assert "secret" not in str(caught.value)
