"""`exa-websets watch`: output with and without a terminal, cancels, and Ctrl-C."""

from __future__ import annotations

import json
import re
import signal
import time
from typing import Any

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.command_line import ended, run, started
from support.emulator_calls import create, get
from support.emulator_http import emulator_client
from syrupy.assertion import SnapshotAssertion

BODY = {
    "title": "Makers of tea",
    "search": {"query": "Makers of tea in Europe", "count": 40},
    "enrichments": [{"description": "Who founded it?", "format": "text"}],
}
COLORS = re.compile(r"\x1b\[[?0-9;]*[A-Za-z]")


def test_a_rule_cancels_with_its_reason(websets_emulator: Any, http: httpx.Client, snapshot: SnapshotAssertion) -> None:
    """Without a terminal, each change is a line; the last lines give the cancel reason and the final status."""
    id = create(http, BODY)
    websets_emulator.advance(20)
    done = run(websets_emulator, "watch", id, "--cancel-when-found", "2", "--no-finish-enrichments")

    assert done.screen == snapshot
    assert get(http, id)["status"] == "idle"


@pytest.mark.parametrize("option", ["--cancel-after", "--cancel-when-stalled"])
def test_a_time_that_is_up_cancels(websets_emulator: Any, http: httpx.Client, option: str) -> None:
    """`--cancel-after` and `--cancel-when-stalled` cancel the Webset once their duration has elapsed."""
    id = create(http, BODY)
    done = run(websets_emulator, "watch", id, option, "0.3s", "--json")
    snapshots = [json.loads(text) for text in done.out.splitlines()]

    assert snapshots[-1]["webset"]["status"] == "idle"
    assert re.search("deadline" if option == "--cancel-after" else "moved", snapshots[-1]["reason"])
    assert all(snapshot["reason"] is None for snapshot in snapshots[:-1])


def test_it_ends_with_the_webset() -> None:
    """Without a rule, `watch` exits when the Webset finishes and cancels nothing."""
    with Emulator(speed=400) as emulator, emulator_client(emulator) as http:
        id = create(http, {"search": {"query": "Makers of tea", "count": 3}})
        done = run(emulator, "watch", id)

    assert done.code == 0
    assert done.out.endswith(f"{id}  idle     3 of 3 found  Companies: Makers of tea\n")
    assert not [request for request in emulator.requests if request.path.endswith("/cancel")]


def test_bars_at_a_terminal(websets_emulator: Any, http: httpx.Client) -> None:
    """A terminal shows a progress bar for each search and enrichment, without color if `NO_COLOR` is set."""
    id = create(http, BODY)
    websets_emulator.advance(20)
    colored = run(websets_emulator, "watch", id, "--cancel-when-found", "1", "--no-finish-enrichments", FORCE_COLOR="1")
    plain = run(websets_emulator, "watch", id, FORCE_COLOR="1", NO_COLOR="1")
    rows = [" ".join(COLORS.sub("", text).split()) for text in colored.out.splitlines()]

    assert any(
        re.match(r"Makers of tea in Europe canceled ━╸━+ \d+ of 40 found, \d+ analyzed, Webset canceled", row)
        for row in rows
    )
    assert any(re.match("Who founded it\\? canceled ━+", row) for row in rows)
    assert "\x1b[3" in colored.out
    assert not re.search(r"\x1b\[(3|4|9)\d", plain.out)


def test_wrong_usage(websets_emulator: Any) -> None:
    """An invalid number or duration exits with 2, an unknown Webset with 1."""
    assert run(websets_emulator, "watch", "x", "--cancel-when-found", "0").code == 2
    assert run(websets_emulator, "watch", "x", "--cancel-after", "ever").code == 2
    assert websets_emulator.requests == []
    assert run(websets_emulator, "watch", "x", "--json").code == 1


def test_ctrl_c_cancels_nothing_and_is_reported(websets_emulator: Any, http: httpx.Client) -> None:
    """An interrupted watch exits with 130 and explains how to cancel; the Webset keeps running."""
    id = create(http, BODY, externalId="tea 2026")
    with started(websets_emulator, "watch", "tea 2026", "--cancel-after", "1h") as process:
        assert process.stdout
        assert process.stdout.readline().startswith("running  0 of 40 found, 0 analyzed")
        process.send_signal(signal.SIGINT)
        done = ended(process)

    assert (done.code, done.out) == (130, "")
    assert done.err == (
        "tea 2026 was not canceled: interrupting `watch` only ends the command.\n"
        "To cancel it: exa-websets cancel 'tea 2026'\n"
        "Interrupted.\n"
    )
    assert get(http, id)["status"] == "running"


@pytest.mark.waits
def test_ctrl_c_during_a_cancel_does_not_say_that_there_is_none(websets_emulator: Any, http: httpx.Client) -> None:
    """If a rule has already fired, an interrupted watch completes the cancel and reports its outcome."""
    id = create(http, BODY)
    websets_emulator.fail(403, latency=1, method="POST")
    websets_emulator.fail(403, method="POST", times=9)
    with started(websets_emulator, "watch", id, "--cancel-after", "0.1s") as process:
        while not any(request.method == "POST" for request in websets_emulator.requests[1:]):
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        done = ended(process)

    assert done.code == 130
    said, *rest = done.err.splitlines()
    assert said.startswith(f"{id} may still be running and burning credits: 403 ")
    assert rest == ["Interrupted."]
