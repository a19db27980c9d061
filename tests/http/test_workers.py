"""Clients and results travel between processes: as pickles, to a process pool and to Dask."""

from __future__ import annotations

import copy
import importlib
import importlib.util
import json
import multiprocessing
import os
import pickle
import subprocess
import sys
import traceback
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import anyio
import httpx
import pytest
from exa_websets import AsyncWebsetsClient, CancelOutcome, NotFoundError, RunHandle, WebsetsClient, deadline
from exa_websets.emulator import Emulator
from exa_websets_generated.models import Webset
from support.caller import KEY
from support.emulator_calls import TEA, create
from support.internals import Config, configure, transport_of
from support.paths import TESTS
from support.recordings import DOCUMENTED_CANCEL

pytestmark = pytest.mark.packaging

NOWHERE = "http://127.0.0.1:1/websets"


def pickled(protocol: int) -> Callable[[Any], Any]:
    return lambda value: pickle.loads(pickle.dumps(value, protocol))


COPIES: dict[str, Callable[[Any], Any]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    **{f"pickle {protocol}": pickled(protocol) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)},
}


@pytest.fixture(params=COPIES.values(), ids=[*COPIES])
def copied(request: pytest.FixtureRequest) -> Callable[[Any], Any]:
    make: Callable[[Any], Any] = request.param
    return make


def test_a_pickled_configuration(copied: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each protocol keeps all settings; a key from the environment is left out, a given one is included."""
    monkeypatch.setenv("EXA_API_KEY", KEY)
    config = configure(None, NOWHERE, httpx.Timeout(7, connect=None), 4, {"x-a": "1"})
    assert copied(config) == config
    pickles = [pickle.dumps(config, protocol) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)]
    assert not [each for each in pickles if KEY.encode() in each]

    given: Config = configure("another-key", NOWHERE)
    assert copied(given) == given


def test_pickled_clients_and_views(copied: Callable[[Any], Any]) -> None:
    """A copy has the settings of its client or view, and works and closes independently."""
    with WebsetsClient("another-key", base_url=NOWHERE, headers={"x-a": "1"}) as client:
        with copied(client.with_options(timeout=3)) as view:
            assert type(view) is WebsetsClient
            assert transport_of(view).config == transport_of(client.with_options(timeout=3)).config
        assert not transport_of(client).pool.closed
    asynchronous = AsyncWebsetsClient("another-key", base_url=NOWHERE, max_retries=5)
    twin = copied(asynchronous)
    assert transport_of(twin).config == transport_of(asynchronous).config
    for each in (twin, asynchronous):
        anyio.run(each.close)


def test_pickled_outcomes(copied: Callable[[Any], Any]) -> None:
    """An unpickled outcome is equal, with its Webset, or its error with message, fields and notes."""
    webset = Webset.from_dict(DOCUMENTED_CANCEL)
    assert copied(webset) == webset
    assert copied(webset).to_dict() == webset.to_dict()
    outcome = CancelOutcome("x", webset, None)
    assert copied(outcome) == outcome

    error = NotFoundError("Webset not found", status=404, method="POST", path="/v0/x", attempts=1, body={"tag": "x"})
    error.add_note("x may still be running")
    twin = copied(CancelOutcome("x", None, error)).error
    assert (type(twin), str(twin), vars(twin)) == (NotFoundError, str(error), vars(error))


def cancel(client: bytes, id: str) -> tuple[int, CancelOutcome]:
    """Cancel on a worker, with an unpickled client."""
    with pickle.loads(client) as here:
        (outcome,) = here.websets.cancel_many([id])
    return os.getpid(), outcome


def get(client: bytes, id: str) -> Webset:
    with pickle.loads(client) as here:
        webset: Webset = here.websets.get(id)
    return webset


def test_a_process_pool(websets_emulator: Emulator, http: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers take their key from the environment; outcomes and errors with their tracebacks are returned."""
    monkeypatch.setenv("EXA_API_KEY", KEY)
    id = create(http, TEA)
    with WebsetsClient(base_url=websets_emulator.base_url) as client:
        parcel = pickle.dumps(client)
    assert KEY.encode() not in parcel
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        worker, outcome = pool.submit(cancel, parcel, id).result(30)
        with pytest.raises(NotFoundError) as caught:
            pool.submit(get, parcel, "missing").result(30)
    assert worker != os.getpid()
    assert (outcome.id, str(outcome.webset and outcome.webset.status)) == (id, "idle")
    shown = "".join(traceback.format_exception(caught.value))
    assert f"in {get.__name__}\n" in shown
    assert "transport.py" in shown
    assert KEY not in shown


def begin(client: bytes) -> tuple[int, RunHandle]:
    with pickle.loads(client) as here, here.websets.run(TEA, until=deadline(seconds=0.5)) as run:
        return os.getpid(), run.handle()


def finish(client: bytes, handle: RunHandle) -> tuple[int, str, str]:
    with pickle.loads(client) as here, here.websets.attach(handle) as run:
        run.wait()
    return os.getpid(), str(run.webset.status), str(run.reason)


@pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="Dask is not installed")
def test_dask(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A cluster of processes cancels a list, and a run that starts on one worker is finished on another.

    Outcomes are returned in order, and an error with its whole traceback.
    """
    ids = [create(http, TEA) for _ in range(6)]
    done = subprocess.run(
        [sys.executable, "-W", "error", __file__, websets_emulator.base_url, *ids, "missing"],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "EXA_API_KEY": KEY, "PYTHONPATH": str(TESTS)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert KEY not in done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["outcomes"] == [*([id, "idle", None] for id in ids), ["missing", None, "NotFoundError"]]
    assert len(set(report["workers"])) == 2
    host = httpx.URL(websets_emulator.base_url).netloc.decode()
    assert report["error"].endswith(f"NotFoundError: 404 Webset not found [GET /v0/websets/missing at {host}]\n")
    for line in ("in get\n", "transport.py", "in read_response\n"):
        assert line in report["error"]
    is_elsewhere, run, status, reason = report["run"]
    assert (is_elsewhere, status, "deadline" in reason) == (True, "idle", True)
    assert [http.get(f"/v0/websets/{id}").json()["status"] for id in [*ids, run]] == ["idle"] * 7


def main() -> None:
    """Cancel with a Dask cluster on loopback, and print the results."""
    base_url, *ids = sys.argv[1:]
    distributed: Any = importlib.import_module("distributed")
    with (
        distributed.LocalCluster(
            processes=True, n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
        ) as cluster,
        distributed.Client(cluster) as dask,
        WebsetsClient(base_url=base_url) as client,
    ):
        parcel = pickle.dumps(client)
        assert KEY.encode() not in parcel
        came: list[tuple[int, CancelOutcome]] = dask.gather(dask.map(cancel, [parcel] * len(ids), ids, pure=False))
        error: BaseException | None = dask.submit(get, parcel, "missing", pure=False).exception()
        trace = dask.submit(get, parcel, "missing", pure=False).traceback()
        first, second = dask.scheduler_info()["workers"]
        beginner, handle = dask.submit(begin, parcel, workers=[first]).result()
        finisher, status, reason = dask.submit(finish, parcel, handle, workers=[second]).result()
    assert isinstance(error, NotFoundError)
    outcomes = [outcome for _, outcome in came]
    report = {
        "run": [beginner != finisher, handle.id, status, reason],
        "workers": [worker for worker, _ in came],
        "outcomes": [
            [one.id, one.webset and str(one.webset.status), one.error and type(one.error).__name__] for one in outcomes
        ],
        "error": "".join(traceback.format_exception(type(error), error, trace)),
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
