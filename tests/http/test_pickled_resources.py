"""Resources and bound methods can be pickled and copied, with the settings of their client."""

from __future__ import annotations

import copy
import gc
import multiprocessing
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import anyio
import httpx
import pytest
from exa_websets import AsyncWebsetsClient, ConfigurationError, WebsetsClient
from exa_websets.emulator import Emulator
from support.caller import KEY
from support.emulator_calls import TEA, create
from support.internals import TAGS, transport_of_resource
from support.paths import TESTS

NOWHERE = "http://127.0.0.1:1/websets"
CLIENTS = {"sync": WebsetsClient, "async": AsyncWebsetsClient}
WAYS: dict[str, Callable[[Any], Any]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle 0": lambda value: pickle.loads(pickle.dumps(value, 0)),
    "pickle": lambda value: pickle.loads(pickle.dumps(value)),
}


def close(client: Any) -> None:
    if isinstance(client, WebsetsClient):
        client.close()
    else:
        anyio.run(client.close)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("kind", CLIENTS)
def test_a_resource_keeps_its_settings(kind: str, tag: str, way: str) -> None:
    """An unpickled resource, also of a view, keeps its settings; objects that contain it can be copied too."""
    client = CLIENTS[kind](KEY, base_url=NOWHERE, headers={"x-a": "1"})
    resource = getattr(client.with_options(timeout=3, max_retries=5), tag)
    method = getattr(resource, "get", None) or resource.list
    copied = WAYS[way]({"held": (resource, method)})["held"]
    assert type(copied[0]) is type(resource)
    for each in (copied[0], copied[1].__self__):
        assert transport_of_resource(each).config == transport_of_resource(resource).config
    close(client)


def test_unpickled_resources_share_connections(websets_emulator: Emulator, http: httpx.Client) -> None:
    """They share one pool for each URL and key, separate from the client's; closing one does not close the other."""
    id = create(http, TEA)
    before = len(websets_emulator.requests)
    with WebsetsClient(KEY, base_url=websets_emulator.base_url) as client:
        with client.with_options(timeout=3) as view:
            parcels = [pickle.dumps(each.websets.get) for each in (client, view)]
        client.websets.get(id)
        twin = pickle.loads(pickle.dumps(client))
        twin.websets.get(id)
    for parcel in parcels * 3:
        assert pickle.loads(parcel)(id).id == id
    twin.websets.get(id)
    twin.close()
    assert pickle.loads(parcels[0])(id).id == id
    seen = [one.connection for one in websets_emulator.requests[before:]]
    assert len(set(seen)) == 3
    assert seen[2:8] == [seen[2]] * 6


def test_few_pools_are_kept() -> None:
    """Each key has its own pool; pools in use keep working, and the others are closed without a warning."""
    resources: list[Any] = []
    for number in range(40):
        with WebsetsClient(f"{KEY}-{number}", base_url=NOWHERE) as client:
            resources.append(pickle.loads(pickle.dumps(client.websets)))
    assert len({id(transport_of_resource(each).pool) for each in resources}) == 40
    assert not any(transport_of_resource(each).pool.is_closed for each in resources)
    pools = [transport_of_resource(each).pool.http for each in resources]
    resources.clear()
    gc.collect()
    assert 0 < sum(not each.is_closed for each in pools) <= 10


@pytest.mark.parametrize("kind", CLIENTS)
def test_a_method_of_the_client(kind: str) -> None:
    """A bound method is pickled with its client, which does not warn that it was not closed."""
    client = CLIENTS[kind](KEY, base_url=NOWHERE)
    method = pickle.loads(pickle.dumps(client.archive))
    assert method.__self__.base_url == NOWHERE
    del method
    gc.collect()
    close(client)


@pytest.mark.parametrize("kind", CLIENTS)
def test_the_key(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key from the environment is not pickled, but read from the environment when unpickled."""
    monkeypatch.setenv("EXA_API_KEY", "key-of-the-environment")
    client = CLIENTS[kind](base_url=NOWHERE)
    parcel = pickle.dumps(client.websets.cancel)
    assert b"key-of-the-environment" not in parcel
    monkeypatch.setenv("EXA_API_KEY", "another-key")
    assert transport_of_resource(pickle.loads(parcel).__self__).config.api_key.reveal() == "another-key"
    monkeypatch.delenv("EXA_API_KEY")
    with pytest.raises(ConfigurationError, match="EXA_API_KEY"):
        pickle.loads(parcel)
    close(client)


@pytest.mark.parametrize("way", WAYS)
def test_a_resource_of_a_given_http_client_cannot_be_pickled(way: str) -> None:
    """The error says what to do instead."""
    with httpx.Client() as http:
        client = WebsetsClient(KEY, http_client=http)
        for each in (client, client.websets, client.websets.cancel, client.archive):
            if way == "copy" and each is not client:
                continue  # a plain copy of a resource is the resource itself, with its connections
            with pytest.raises(TypeError, match=r"http_client of your own .* where it is used"):
                WAYS[way](each)


@pytest.mark.packaging
@pytest.mark.parametrize(
    ("kind", "start"),
    [("sync", "spawn"), ("sync", "forkserver"), ("sync", "fork"), ("async", "fork"), ("async", "spawn")],
)
def test_a_process_pool(kind: str, start: str, websets_emulator: Emulator, http: httpx.Client) -> None:
    """`executor.map(client.websets.cancel, ids)` uses one connection in each process, and nothing warns."""
    if start not in multiprocessing.get_all_start_methods():
        pytest.skip("this system has no such processes")
    ids = [create(http, TEA) for _ in range(6)]
    before = len(websets_emulator.requests)
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "error",
            "-m",
            "support.process_pool",
            kind,
            start,
            websets_emulator.base_url,
            *ids,
            "missing",
        ],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "EXA_API_KEY": KEY, "PYTHONPATH": str(TESTS)},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["idle"] * 6 + ["missing"]
    connections = {one.connection for one in websets_emulator.requests[before:]}
    assert len(connections) <= (8 if kind == "async" else 3)  # a connection works only in its own event loop
