"""Errors say whether the service may have acted, and how to find out."""

from __future__ import annotations

import pickle
from typing import Any

import httpx
import pytest
from exa_websets import APIConnectionError, WebsetsError
from exa_websets.emulator import Emulator
from support.caller import Act, Caller

BODY = {"search": {"query": "makers of tea"}}


def failed(call: Caller, act: Act, **settings: Any) -> WebsetsError:
    with pytest.raises(WebsetsError) as caught:
        call(act, **settings)
    return caught.value


def creating(body: Any) -> Act:
    return lambda client: client.websets.create(body)


@pytest.mark.parametrize(
    ("fault", "is_unknown"),
    [
        ({"reset": True}, True),
        ({"reset": True, "after": True}, True),
        ({"truncate": True, "after": True}, True),
        ({"status": 500}, True),
        ({"status": 524, "after": True}, True),
        ({"status": 408}, True),
        ({"status": 402}, False),
        ({"status": 403}, False),
        ({"status": 429, "times": 3}, False),
    ],
    ids=str,
)
def test_a_create(call: Caller, websets_emulator: Emulator, fault: dict[str, Any], is_unknown: bool) -> None:
    """A create is unknown only without an answer; the note has the externalId, or else points to the list."""
    for body, where in [(BODY, "list()"), ({**BODY, "externalId": "tea 1"}, "get('tea 1')")]:
        websets_emulator.fail(**fault, method="POST")
        error = failed(
            call,
            creating(body),
            base_url=websets_emulator.base_url,
            sleep=websets_emulator.advance,
            now=websets_emulator.now,
        )
        assert error.outcome_unknown is is_unknown
        assert pickle.loads(pickle.dumps(error)).outcome_unknown is is_unknown
        notes = [note for note in getattr(error, "__notes__", ()) if "may have been created" in note]
        assert [where in note for note in notes] == ([True] if is_unknown else [])


def test_what_was_never_sent(call: Caller) -> None:
    """Without a connection nothing can have happened."""
    error = failed(call, creating(BODY), base_url="http://127.0.0.1:1/websets")
    assert isinstance(error, APIConnectionError)
    assert error.outcome_unknown is False


@pytest.mark.parametrize(
    ("name", "statuses", "is_unknown"),
    [
        ("delete", [502, 404], True),
        ("delete", [502, 429, 404], True),
        ("delete", [429, 404], False),
        ("delete", [404], False),
        ("delete", [502, 403], True),
        ("get", [502, 404], False),
    ],
)
def test_a_delete_that_finds_nothing(call: Caller, name: str, statuses: list[int], is_unknown: bool) -> None:
    """If an earlier attempt got no response, it may have deleted what the last one does not find."""
    left = iter(statuses)

    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(next(left), json={})

    error = failed(call, lambda client: getattr(client.websets, name)("x"), handler=handler)
    assert error.outcome_unknown is is_unknown
    notes = [note for note in getattr(error, "__notes__", ()) if "may have deleted it" in note]
    assert len(notes) == (is_unknown and statuses[-1] == 404)


@pytest.mark.parametrize(("name", "is_unknown"), [("get", False), ("delete", True), ("cancel", True)])
def test_other_calls(call: Caller, name: str, is_unknown: bool) -> None:
    """A failed read changed nothing; the outcome of a failed delete or cancel is unknown."""

    def handler(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("too late", request=request)

    error = failed(call, lambda client: getattr(client.websets, name)("ws"), handler=handler)
    assert error.outcome_unknown is is_unknown
    assert not any("created" in note for note in getattr(error, "__notes__", ()))
