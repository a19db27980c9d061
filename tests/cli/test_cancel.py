"""`exa-websets cancel`: the Websets it cancels, its output and its exit codes."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.command_line import answered, ended, run, started
from support.emulator_calls import TEA, create, get, monitor
from support.emulator_http import emulator_client
from syrupy.assertion import SnapshotAssertion


def cancels(emulator: Any) -> list[str]:
    """Return the ids for which the emulator received a cancel request."""
    return [request.path.split("/")[-2] for request in emulator.requests if request.path.endswith("/cancel")]


def test_a_cancel_prints_its_outcome(websets_emulator: Any, http: httpx.Client, snapshot: SnapshotAssertion) -> None:
    """One line shows the status, the number of items found and the reason; repeating the command changes nothing."""
    id = create(http, TEA, externalId="tea/2026", title="Makers of tea")
    websets_emulator.advance(10)
    done = run(websets_emulator, "cancel", "tea/2026")

    assert done.screen == snapshot
    assert get(http, id)["status"] == "idle"
    assert run(websets_emulator, "cancel", "tea/2026") == done


def test_several_are_canceled_and_failures_are_reported(
    websets_emulator: Any, http: httpx.Client, snapshot: SnapshotAssertion
) -> None:
    """If some cancels fail, the exit code is 4, and each failure is reported with its note."""
    id = create(http, TEA)
    done = run(websets_emulator, "cancel", id, "missing", id)

    assert done.screen == snapshot
    assert sorted(cancels(websets_emulator)) == ["missing", id]


def test_the_same_as_json(websets_emulator: Any, http: httpx.Client) -> None:
    """`--json` prints one document with the Webset or the error for each id."""
    id = create(http, TEA)
    done = run(websets_emulator, "cancel", id, "missing", "--yes", "--json")
    [canceled, failed] = done.json

    assert done.code == 4
    assert (canceled["id"], canceled["error"], canceled["webset"]["status"]) == (id, None, "idle")
    assert (failed["id"], failed["webset"], failed["error"]["type"]) == ("missing", None, "NotFoundError")
    assert failed["error"]["status"] == 404
    assert failed["error"]["notes"] == ["There is no 'missing', so this cancel has stopped nothing."]
    assert done.err.startswith("Error: no such Webset: missing (404 ")


def test_all_failed_is_1(websets_emulator: Any) -> None:
    """If every cancel fails, the exit code is 1, not 4; an invalid id exits with 2."""
    assert run(websets_emulator, "cancel", "a", "b").code == 1
    assert run(websets_emulator, "cancel", "..").code == 2


@pytest.mark.parametrize("wait", [[], ["--wait"]])
def test_all_that_run(websets_emulator: Any, http: httpx.Client, wait: list[str]) -> None:
    """`--all-running` cancels only running Websets; if there are none, a message says that nothing was canceled."""
    idle = create(http, TEA)
    websets_emulator.advance(100)
    running = {create(http, TEA), create(http, TEA)}
    done = run(websets_emulator, "cancel", "--all-running", "--yes", "--json", *wait)

    assert done.code == 0
    assert {outcome["id"] for outcome in done.json} == running
    assert {outcome["webset"]["status"] for outcome in done.json} == {"idle"}
    assert idle not in cancels(websets_emulator)
    assert run(websets_emulator, "cancel", "--all-running", "--yes").out == "Nothing was canceled.\n"


def test_a_dry_run_cancels_nothing(websets_emulator: Any, http: httpx.Client, snapshot: SnapshotAssertion) -> None:
    """`--dry-run` lists the Websets that would be canceled, without a prompt or a cancel request."""
    id = create(http, TEA)

    assert run(websets_emulator, "cancel", id, "missing", "--dry-run").screen == snapshot
    assert run(websets_emulator, "cancel", "--all-running", "--dry-run", "--json").json[0]["id"] == id
    assert cancels(websets_emulator) == []


@pytest.mark.parametrize("filters", [[], ["--metadata", "team=tea"], ["--older-than", "1s"], ["--except", "team=tea"]])
def test_without_a_terminal_all_that_run_need_a_yes(websets_emulator: Any, filters: list[str]) -> None:
    """Without a terminal to prompt on, `--all-running` requires `--yes`, and nothing is sent without it."""
    done = run(websets_emulator, "cancel", "--all-running", *filters)
    assert (done.code, done.out) == (2, "")
    assert "pass --yes to confirm --all-running" in done.err
    assert websets_emulator.requests == []


@pytest.mark.parametrize("wait", [[], ["--wait"]])
def test_ids_are_the_confirmation(websets_emulator: Any, http: httpx.Client, wait: list[str]) -> None:
    """Websets that are passed by id are canceled without confirmation, in a pipeline and in a terminal."""
    ids = [create(http, TEA) for _ in range(3)]
    with started(websets_emulator, "cancel", *ids, *wait) as process:
        done = ended(process)
    assert (done.code, done.err) == (0, "")
    assert sorted({*cancels(websets_emulator)}) == sorted(ids)
    assert answered(websets_emulator, "", "cancel", *ids, *wait) == done


@pytest.mark.parametrize(("answer", "code", "status"), [("n\n", 130, "running"), ("y\n", 0, "idle")])
def test_at_a_terminal_it_asks(websets_emulator: Any, http: httpx.Client, answer: str, code: int, status: str) -> None:
    """The Websets to be canceled are listed before the prompt; answering no cancels nothing."""
    id = create(http, TEA)
    done = answered(websets_emulator, answer, "cancel", "--all-running", "--json")

    assert done.code == code
    assert done.err.startswith(f"{id}  running  0 of 1 found\nCancel this Webset? [y/N] ")
    assert done.out == "" if code else done.json[0]["id"] == id
    assert get(http, id)["status"] == status


def test_monitors(websets_emulator: Any, http: httpx.Client) -> None:
    """A warning about an enabled monitor includes the command that disables it."""
    id = create(http, TEA)
    made = monitor(http, id)["id"]
    hint = f"exa-websets cancel --disable-monitors {id}"

    for wait in ([], ["--wait"]):
        assert run(websets_emulator, "cancel", id, *wait).err == (
            f"Warning: {id} will be restarted by {made}; to disable its monitors: {hint}\n"
        )
    assert run(websets_emulator, *hint.split()[1:]).err == ""
    assert http.get(f"/v0/monitors/{made}").json()["status"] == "disabled"


def test_a_slow_stop() -> None:
    """The exit code is 3 if a Webset has not stopped within a few seconds of its cancel, or within `--timeout`."""
    with Emulator(cancel_delay=1000) as emulator, emulator_client(emulator) as http:
        id = create(http, TEA)
        done = run(emulator, "cancel", id)
        assert done.code == 3
        assert done.out.startswith(f"{id}  running")
        assert done.err.startswith(f"Warning: {id} has not stopped yet (it is running, search ")
        assert done.err.endswith(f"; to cancel it and wait until it has stopped: exa-websets cancel --wait {id}\n")
        done = run(emulator, "cancel", id, "--timeout", "0.3s")
        assert (done.code, done.out) == (3, "")
        assert done.err.startswith(f"Error: {id} may still be running and burning credits, because 0.3 s did not show")


def test_a_stop_that_takes_a_moment() -> None:
    """A Webset that is still running in the response to its cancel but stops shortly after counts as canceled."""
    with Emulator(cancel_delay=1, speed=1) as emulator, emulator_client(emulator) as http:
        ids = [create(http, TEA) for _ in range(2)]
        emulator.fail(503, method="GET", times=1)
        done = run(emulator, "cancel", *ids, "--yes", "--json")

    assert (done.code, done.err) == (0, "")
    assert [(outcome["isFinished"], outcome["webset"]["status"]) for outcome in done.json] == [(True, "idle")] * 2


@pytest.mark.parametrize(("delay", "code"), [(0, 4), (1000, 1)])
def test_what_still_runs_counts_as_not_stopped(delay: float, code: int) -> None:
    """When one of two cancels fails, the exit code is 4 if the other Webset has stopped, or 1 if it has not."""
    with Emulator(cancel_delay=delay) as emulator, emulator_client(emulator) as http:
        assert run(emulator, "cancel", create(http, TEA), "missing", "--yes").code == code


def test_what_was_found_is_exported_after_the_cancel(websets_emulator: Any, http: httpx.Client, tmp_path: Path) -> None:
    """`--export` writes the items after the cancel; if the file cannot be written, the exit code is 4."""
    id = create(http, {"search": {"query": "makers of tea", "count": 5}})
    websets_emulator.advance(12)
    file = tmp_path / "tea.jsonl"
    done = run(websets_emulator, "cancel", id, "--export", str(file))
    lines = [json.loads(text) for text in file.read_text("utf-8").splitlines()]

    assert done.code == 0
    assert done.out.endswith(f"\nItems written to {file}: {len(lines)}\n")
    assert {item["object"] for item in lines} == {"webset_item"}
    assert [request.path.rpartition("/")[2] for request in websets_emulator.requests][1:3] == ["cancel", "items"]

    done = run(websets_emulator, "cancel", id, "--export", "/nowhere/tea.csv", "--json")
    assert done.code == 4
    assert done.json[0]["webset"]["status"] == "idle"
    assert done.err == "Error: No such file or directory: /nowhere/tea.csv\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Pass Webset ids, or --all-running"),
        (["a", "--all-running"], "--all-running cannot be combined with Webset ids"),
        (["a", "--all-running", "--yes"], "--all-running cannot be combined with Webset ids"),
        (["a", "b", "--export", "x.csv"], "exactly one Webset"),
        (["a", "--export", "x.txt"], "does not end in .jsonl or .csv"),
        (["a", "--timeout", "soon"], "'soon' is not a duration"),
        (["a", "--timeout", "0m"], "'0m' is not a duration"),
        (["a", "--timeout", "999999h"], "'999999h' is not a duration"),
    ],
)
def test_wrong_usage(websets_emulator: Any, arguments: list[str], words: str) -> None:
    """Invalid usage exits with 2 before any request is sent."""
    done = run(websets_emulator, "cancel", *arguments)

    assert (done.code, done.out, websets_emulator.requests) == (2, "", [])
    assert words in done.err


@pytest.mark.waits
@pytest.mark.parametrize(
    "fault",
    [{"status": 503, "retry_after": 0, "times": 6}, {"malformed": True, "after": True}],
    ids=["used up its tries", "unreadable"],
)
def test_several_are_waited_for_as_one_is(websets_emulator: Any, http: httpx.Client, fault: dict[str, Any]) -> None:
    """`--wait` retries a cancel that may still succeed, for several Websets as for one."""
    ids = [create(http, TEA) for _ in range(2)]
    websets_emulator.fail(**fault, method="POST", path=f"/v0/websets/{ids[0]}/cancel")
    done = run(websets_emulator, "cancel", *ids, "--wait", "--yes")

    assert done.code == 0
    assert [get(http, id)["status"] for id in ids] == ["idle", "idle"]


def test_an_interrupted_wait_reports_what_may_be_running() -> None:
    """Ctrl-C during `--wait` exits with 130 and names each Webset that may still be running."""
    with Emulator(cancel_delay=1000) as emulator, emulator_client(emulator) as http:
        id = create(http, TEA)
        with started(emulator, "cancel", id, "--wait", "--json") as process:
            while not cancels(emulator):
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            done = ended(process)

    assert done.code == 130
    message = done.json[0]["error"]["message"]
    assert message.startswith(f"The cancel of {id} was interrupted; the Webset may still be running")
    assert done.err.endswith("\nInterrupted.\n")
