"""The filters of `cancel_all` and `active`: age, metadata, and entries that cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from exa_websets import CancelOutcome, ResponseValidationError
from support.caller import Caller
from support.command_line import run
from support.recordings import DOCUMENTED_CANCEL

AGES = {"young": 10, "hour": 3600, "old": 7200}
KEPT = {"metadata": {"keep": "true"}}


def entry(name: str, **changes: Any) -> dict[str, Any]:
    created = datetime.now(UTC) - timedelta(seconds=AGES.get(name, 9000) + 1)
    return {**DOCUMENTED_CANCEL, "id": name, "status": "running", "createdAt": created.isoformat(), **changes}


def service(*entries: dict[str, Any]) -> Callable[[httpx.Request], httpx.Response]:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json={"data": [*entries], "hasMore": False, "nextCursor": None})
        return httpx.Response(200, json={**DOCUMENTED_CANCEL, "status": "idle"})

    return answer


def team() -> Callable[[httpx.Request], httpx.Response]:
    return service(entry("young"), entry("hour", **KEPT), entry("old"), entry("idle", status="idle"))


CHOICES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "seconds": ({"older_than": 3600}, ["hour", "old"]),
    "a timedelta": ({"older_than": timedelta(hours=2)}, ["old"]),
    "no age": ({"older_than": 0}, ["young", "hour", "old"]),
    "except": ({"except_metadata": {"keep": "true"}}, ["young", "old"]),
    "except another value": ({"except_metadata": {"keep": "false"}}, ["young", "hour", "old"]),
    "except one of two": ({"except_metadata": {"keep": "true", "owner": "me"}}, ["young", "old"]),
    "both": ({"older_than": 60, "except_metadata": {"keep": "true"}}, ["old"]),
    "metadata too": ({"metadata": {"keep": "true"}, "older_than": 60}, ["hour"]),
    "metadata and the same except": ({"metadata": {"keep": "true"}, "except_metadata": {"keep": "true"}}, []),
}


@pytest.mark.parametrize(("choice", "expected"), CHOICES.values(), ids=CHOICES)
def test_what_is_canceled_is_what_is_active(choice: dict[str, Any], expected: list[str], call: Caller) -> None:
    """`cancel_all` cancels exactly the Websets that `active` lists."""
    active = call(lambda client: client.websets.active(**choice), handler=team())
    outcomes: list[CancelOutcome] = call(
        lambda client: client.websets.cancel_all(**choice, everything=True), handler=team()
    )
    assert [one.id for one in active] == [outcome.id for outcome in outcomes] == expected


UNREADABLE: dict[str, tuple[dict[str, Any], dict[str, Any], str | None]] = {
    "its age": (entry("x", createdAt="yesterday"), {"older_than": 1}, "age"),
    "its age has no zone": (entry("x", createdAt="2025-11-23T17:15:22"), {"older_than": 1}, "age"),
    "its metadata, kept": (entry("x", metadata=["keep"]), {"except_metadata": {"keep": "true"}}, "metadata"),
    "its metadata, wanted": (entry("x", metadata="keep"), {"metadata": {"keep": "true"}}, "metadata"),
    "neither, and no filter needs them": (entry("x", metadata=7, createdAt=8), {}, None),
    "neither, and its age is enough": (entry("x", metadata=7), {"older_than": 1}, None),
}


@pytest.mark.parametrize(("malformed", "choice", "unreadable"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_a_filter_cannot_read(
    malformed: dict[str, Any], choice: dict[str, Any], unreadable: str | None, call: Caller
) -> None:
    """A Webset that a filter cannot read is not canceled, and the error names it.

    Fields that no filter needs are ignored.
    """
    with pytest.raises(ResponseValidationError) as caught:
        call(
            lambda client: client.websets.cancel_all(**choice, everything=True),
            handler=service(malformed, entry("old", **KEPT if "metadata" in choice else {})),
        )
    outcomes: list[CancelOutcome] = vars(caught.value)["outcomes"]
    assert [outcome.id for outcome in outcomes] == (["old"] if unreadable else ["x", "old"])
    note = f"x was skipped, because its {unreadable} cannot be read."
    assert (note in caught.value.__notes__) == (unreadable is not None)


def test_active_keeps_what_it_could_read(call: Caller) -> None:
    """A malformed entry raises an error that has the other Websets."""
    with pytest.raises(ResponseValidationError) as caught:
        call(lambda client: client.websets.active(), handler=service(entry("x", searches=7), entry("old")))
    assert [one.id for one in vars(caught.value)["active"]] == ["old"]


@pytest.mark.parametrize("age", [-1, timedelta(seconds=-1), float("nan"), float("inf"), "1h", True])
@pytest.mark.parametrize("method", ["active", "cancel_all"])
def test_an_invalid_age(age: Any, method: str, call: Caller) -> None:
    """An invalid age is rejected before anything is sent."""
    more = {"everything": True} if method == "cancel_all" else {}
    with pytest.raises(ValueError, match="older_than"):
        call(lambda client: getattr(client.websets, method)(older_than=age, **more), handler=service())


def test_an_unknown_status(call: Caller) -> None:
    """A status that does not exist is rejected before anything is sent; the error lists those that do."""
    sent: list[httpx.Request] = []
    with pytest.raises(ValueError, match=r"there is no status 'done'; use one of .*paused"):
        call(lambda client: client.websets.cancel_all(status="done", everything=True), handler=sent.append)
    assert sent == []


@pytest.mark.parametrize("status", ["pending", "running", "paused"])
def test_a_status(status: str, call: Caller) -> None:
    """A status selects only Websets with it, but "running" selects all that are not idle."""
    entries = [entry(each, status=each) for each in ("pending", "running", "paused", "archived", "idle")]
    outcomes: list[CancelOutcome] = call(
        lambda client: client.websets.cancel_all(status=status, everything=True), handler=service(*entries)
    )
    expected = ["pending", "running", "paused", "archived"] if status == "running" else [status]
    assert [outcome.id for outcome in outcomes] == expected


@pytest.mark.parametrize("is_null", [True, False])
def test_websets_without_metadata(is_null: bool, call: Caller) -> None:
    """A Webset whose metadata is null or missing is not skipped."""
    one = {**entry("x"), "metadata": None}
    if not is_null:
        del one["metadata"]
    kept = call(lambda client: client.websets.active(except_metadata={"a": "b"}), handler=service(one))
    wanted = call(lambda client: client.websets.active(metadata={"a": "b"}), handler=service(one))
    assert ([each.id for each in kept], wanted) == (["x"], [])


def test_age_and_exceptions_alone_need_everything(call: Caller) -> None:
    """Age and `except_metadata` alone also select Websets that others started, so `everything` is required."""
    with pytest.raises(ValueError, match="everything=True"):
        call(lambda client: client.websets.cancel_all(older_than=1, except_metadata={"a": "b"}), handler=service())


def test_the_nightly_sweep(websets_emulator: Any, http: httpx.Client) -> None:
    """The command cancels old Websets except for those to keep, and prints the outcomes."""
    for name, metadata in (("a", {}), ("b", {"keep": "true"}), ("c", {})):
        body = {"search": {"query": "tea", "count": 50}, "externalId": name, "metadata": metadata}
        http.post("/v0/websets", json=body).raise_for_status()
    # The clock of the emulator starts at the beginning of 2026, so its Websets are months old.
    for command in (["active"], ["cancel", "--all-running", "--yes"]):
        done = run(websets_emulator, *command, "--older-than", "1h", "--except", "keep=true", "--json")
        assert {one["webset"]["externalId"] for one in done.json} == {"a", "c"}
    assert http.get("/v0/websets/b").json()["status"] == "running"
    done = run(websets_emulator, "cancel", "a", "--older-than", "1h")
    assert done.code == 2
    assert "--older-than need --all-running" in done.err
