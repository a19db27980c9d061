"""Resources and bound methods travel to process pools and are copied, with the settings of their client."""

from __future__ import annotations

import asyncio
import copy
import functools
import gc
import multiprocessing
import os
import pickle
import subprocess
import sys
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import anyio
import httpx
import pytest
from exa_websets import AsyncWebsetsClient, ConfigurationError, NotFoundError, WebsetsClient
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
    """Those of a view too. Its holder and its methods can be copied as well."""
    client = CLIENTS[kind](KEY, base_url=NOWHERE, headers={"x-a": "1"})
    resource = getattr(client.with_options(timeout=3, max_retries=5), tag)
    method = getattr(resource, "get", None) or resource.list
    copied = WAYS[way]({"held": (resource, method)})["held"]
    assert type(copied[0]) is type(resource)
    for each in (copied[0], copied[1].__self__):
        assert transport_of_resource(each).config == transport_of_resource(resource).config
    close(client)


def test_what_is_unpickled_shares_connections(websets_emulator: Emulator, http: httpx.Client) -> None:
    """One set for each address and key, apart from the client's, and closing neither ends the other."""
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


def test_few_sets_of_connections_are_kept() -> None:
    """Each of many keys has its own; what is still used keeps working, and the rest is closed without a warning."""
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
    """It travels with a client, of which nobody else knows, so that no warning asks to close it."""
    client = CLIENTS[kind](KEY, base_url=NOWHERE)
    method = pickle.loads(pickle.dumps(client.archive))
    assert method.__self__.base_url == NOWHERE
    del method
    gc.collect()
    close(client)


@pytest.mark.parametrize("kind", CLIENTS)
def test_the_key(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of the environment stays behind, and is taken from the environment there."""
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
def test_connections_of_the_caller_do_not_travel(way: str) -> None:
    """The error says what to do."""
    with httpx.Client() as http:
        client = WebsetsClient(KEY, http_client=http)
        for each in (client, client.websets, client.websets.cancel, client.archive):
            if way == "copy" and each is not client:
                continue  # a plain copy of a resource is the resource itself, with its connections
            with pytest.raises(TypeError, match=r"http_client of your own .* where it is used"):
                WAYS[way](each)


@pytest.mark.parametrize("start", ["spawn", "fork", "forkserver"])
@pytest.mark.parametrize("kind", CLIENTS)
def test_a_process_pool(kind: str, start: str, websets_emulator: Emulator, http: httpx.Client) -> None:
    """`executor.map(client.websets.cancel, ids)` cancels over one connection for each process, and warns of nothing."""
    if start not in multiprocessing.get_all_start_methods():
        pytest.skip("this system has no such processes")
    ids = [create(http, TEA) for _ in range(6)]
    before = len(websets_emulator.requests)
    done = subprocess.run(
        [sys.executable, "-W", "error", __file__, kind, start, websets_emulator.base_url, *ids, "missing"],
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


def cancel_on_asyncio(method: Any, id: str) -> Any:
    return asyncio.run(method(id))


def main() -> None:
    kind, start, base_url, *ids = sys.argv[1:]
    warnings.filterwarnings("ignore", category=DeprecationWarning)  # newer Pythons warn of a fork beside threads
    client = CLIENTS[kind](base_url=base_url)
    held = pickle.loads(pickle.dumps(client.websets))  # in use when the processes are forked
    cancel: Any = client.websets.cancel
    if kind == "sync":
        held.list()
    else:
        cancel = functools.partial(cancel_on_asyncio, cancel)
        asyncio.run(held.list())
    with ProcessPoolExecutor(2, multiprocessing.get_context(start)) as pool:
        for webset in pool.map(cancel, ids[:-1]):
            print(webset.status)
        with pytest.raises(NotFoundError):
            pool.submit(cancel, ids[-1]).result()
        print(ids[-1])
    close(client)


if __name__ == "__main__":
    main()
