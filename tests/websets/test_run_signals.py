"""`websets.run` in other processes: real signals, and handles passed between processes."""

from __future__ import annotations

import pickle
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from exa_websets import RunHandle
from support.emulator_calls import get
from support.user_programs import comes, finished, has_asked, program, written

RUNS = """
async with client.websets.run({"search": {"query": "makers of tea", "count": 50}}, external_id="tea") as run:
    if sys.argv[1] == "wait":
        await run.wait()
"""
GIVES = """
import pickle, sys
from pathlib import Path
from exa_websets import WebsetsClient, deadline, found
body = {"search": {"query": "makers of tea", "count": 50}}
with WebsetsClient() as client:
    with client.websets.run(body, until=found(3, finish_enrichments=False) | deadline(hours=1)) as run:
        Path(sys.argv[1]).write_bytes(pickle.dumps(run.handle()))
"""
TAKES = """
import pickle, sys
from pathlib import Path
from exa_websets import WebsetsClient
with WebsetsClient() as client:
    with client.websets.attach(pickle.loads(Path(sys.argv[1]).read_bytes())) as run:
        run.wait()
    print(run.id, run.webset.status, run.reason)
"""


def listed(http: httpx.Client) -> Any:
    return http.get("/v0/websets").json()["data"]


@pytest.mark.parametrize("kind", ["sync", "asyncio", "trio"])
@pytest.mark.parametrize("moment", ["create", "wait", "cancel"])
def test_ctrl_c_leaves_nothing_running(moment: str, kind: str, websets_emulator: Any, http: httpx.Client) -> None:
    """Ctrl-C during the create, the wait or the last cancel stops the Webset and ends the program."""
    if moment == "create":
        websets_emulator.fail(stall=True, after=True, method="POST", path="/v0/websets")
    if moment == "cancel":
        websets_emulator.fail(latency=1, method="POST", path="/v0/websets/*/cancel")
    moments: dict[str, Callable[[], bool]] = {
        "create": lambda: bool(listed(http)),
        "wait": lambda: has_asked(websets_emulator, "GET", "/v0/websets/*"),
        "cancel": lambda: has_asked(websets_emulator, "POST", "/v0/websets/*/cancel"),
    }
    with program(websets_emulator, written(RUNS, kind), moment) as process:
        comes(process, moments[moment])
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)

    [webset] = listed(http)
    assert (webset["externalId"], webset["status"]) == ("tea", "idle")
    assert process.returncode in (130, -signal.SIGINT)
    # CPython ignores the exception if the signal arrives while a coroutine or a generator is being closed; trio then
    # raises it again.
    ignored = ("Exception ignored in: <coroutine", "Exception ignored in: <async_generator")
    assert errors.startswith(("Traceback", *ignored)), "something was logged"
    assert errors.splitlines()[-1] in (
        "KeyboardInterrupt",
        f"{webset['id']} was canceled, and nothing in it is running.",
    )


def test_a_handle_goes_from_one_process_to_another(websets_emulator: Any, http: httpx.Client, tmp_path: Path) -> None:
    """The process that hands the run over cancels nothing when it ends; the other one ends it by the same rule."""
    file = tmp_path / "job.pickle"
    finished(websets_emulator, GIVES, str(file))
    [webset] = listed(http)
    handle: RunHandle = pickle.loads(file.read_bytes())
    assert (webset["id"], webset["status"]) == (handle.id, "running")

    websets_emulator.advance(30)
    assert finished(websets_emulator, TAKES, str(file)).startswith(f"{handle.id} idle ")
    assert get(http, handle.id)["searches"][0]["canceledReason"] == "webset_canceled"
