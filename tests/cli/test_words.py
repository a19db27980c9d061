"""Human-readable output has no raw API values and no messages of other libraries, and names each argument once."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from pydantic import TypeAdapter
from support.command_line import run
from support.emulator_calls import TEA, create, get
from support.http_service import served
from support.internals import cli_commands
from support.recordings import recorded

BODIES: dict[str, Any] = {
    "query is a number": {"search": {"query": 3}},
    "no query": {"search": {}},
    "empty query": {"search": {"query": ""}},
    "long query": {"search": {"query": "x" * 6000}},
    "search is a list": {"search": []},
    "count is text": {"search": {"query": "x", "count": "many"}},
    "count is a fraction": {"search": {"query": "x", "count": 2.5}},
    "count is zero": {"search": {"query": "x", "count": 0}},
    "no kind of entity": {"search": {"query": "x", "entity": {}}},
    "unknown kind of entity": {"search": {"query": "x", "entity": {"type": "tea"}}},
    "unknown format": {"search": {"query": "x"}, "enrichments": [{"description": "x", "format": "tea"}]},
    "enrichments are an object": {"search": {"query": "x"}, "enrichments": {}},
    "criteria are text": {"search": {"query": "x", "criteria": ["tea"]}},
    "metadata is a number": {"search": {"query": "x"}, "metadata": 3},
    "metadata of numbers": {"search": {"query": "x"}, "metadata": {"a": 3}},
    "nothing": {},
    "null": {"search": None},
}
# Words from the error messages of pydantic for such values.
PYDANTIC = re.compile(r"Input|Field required|should|String|tag |valid \w+,|Value error|pydantic", re.ASCII)


@pytest.mark.parametrize("name", BODIES)
def test_what_is_rejected(name: str, websets_emulator: Any, tmp_path: Path) -> None:
    """The emulator reports the field and what it must be in its own words."""
    file = tmp_path / "body.json"
    file.write_text(json.dumps(BODIES[name]))
    done = run(websets_emulator, "run", str(file))
    assert (done.code, done.out) == (1, "")
    assert re.match("Error: 400 (search|enrichments|metadata|Either search)", done.err)
    assert not PYDANTIC.search(done.err)


def test_pydantic_would_be_recognized() -> None:
    """The pattern matches the messages of pydantic that the emulator must not repeat."""
    cases: list[tuple[Any, object]] = [(str, 3), (int, "many"), (list[int], 7), (dict[str, int], 3)]
    for kind, value in cases:
        with pytest.raises(ValueError, match=PYDANTIC):
            TypeAdapter[Any](kind).validate_python(value)


@pytest.mark.parametrize("reason", ["webset_canceled", "webset_deleted", "out_of_credits", "a_new_reason"])
@pytest.mark.parametrize("command", [["list"], ["get", "webset_1"], ["cancel", "webset_1"], ["watch", "webset_1"]])
def test_values_of_the_api(command: list[str], reason: str) -> None:
    """Cancel reasons, including unknown ones, are shown as plain words; `--json` keeps the raw values."""
    running = cast(dict[str, Any], recorded("websets_get_running_progress").answer)
    search: dict[str, Any] = {**running["searches"][0], "status": "canceled", "canceledReason": reason}
    webset: dict[str, Any] = {**running, "id": "webset_1", "status": "idle", "enrichments": [], "searches": [search]}
    answer = {"data": [webset], "hasMore": False, "nextCursor": None} if command == ["list"] else webset
    with served(lambda request: httpx.Response(200, json=answer)) as service:
        shown = run(service, *command)
        document = run(service, *command, "--json")

    assert (shown.code, document.code) == (0, 0)
    assert reason not in shown.out + shown.err
    assert reason.replace("_", " ").replace("webset", "Webset") in shown.out
    assert f'"{reason}"' in document.out


@pytest.mark.parametrize("command", sorted({*cli_commands()} - {"emulate"}))
def test_metavars_are_single(command: str) -> None:
    """The usage line and the help list each argument once, under the same name and without brackets."""
    done = run(None, *(["items"] if command == "export" else []), command, "--help")
    usage, arguments = done.out.splitlines()[0], re.search(r"arguments:\n((?:  +\S.*\n)+)", done.out)
    named = [line.split()[0] for line in arguments[1].splitlines() if line[2] != " "] if arguments else []

    assert usage.split("[OPTIONS]")[1].split() == named
    assert all(re.fullmatch(r"[A-Z]+(\.\.\.)?", name) for name in named)


def test_the_ids_of_a_cancel() -> None:
    """The usage line shows multiple ids as `ID...`."""
    assert run(None, "cancel", "--help").out.startswith("Usage: exa-websets cancel [OPTIONS] ID...\n")


def test_a_question_has_words_too(websets_emulator: Any, http: httpx.Client) -> None:
    """A dry run of `cancel` describes Websets in the same words as the cancel itself."""
    id = create(http, TEA)
    run(websets_emulator, "cancel", id)
    assert get(http, id)["searches"][0]["canceledReason"] == "webset_canceled"
    assert "Webset canceled" in run(websets_emulator, "cancel", id, "--dry-run").out
