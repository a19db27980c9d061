"""An emulator behind a proxy that injects faults, in another process."""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from multiprocessing.connection import Connection

import httpx
from attrs import frozen
from exa_websets.params import CreateWebsetParameters

from endurance.fault_proxy import FaultProxy, Plan

# Large enough that nothing finishes during the soak: each item takes at least three emulated seconds.
BODY: CreateWebsetParameters = {"search": {"query": "makers of tea", "count": 1000}}
SPEED = 5.0


@frozen
class Played:
    """What the proxy has played since the previous plan."""

    requests: int
    met: Counter[str]
    """The number of faults by kind."""


@frozen
class FaultyService:
    """An emulator and the proxy in front of it."""

    base_url: str
    """The base URL of the proxy."""
    http: httpx.Client
    """A client that reaches the emulator without faults."""
    bystander: str
    """The id of a Webset that must not be canceled; responses about the wrong Webset use it."""
    _pipe: Connection

    def plan(self, plans: dict[str, Plan]) -> Played:
        """Plan faults by the id or externalId of a Webset, and return what was played since the previous call."""
        self._pipe.send(plans)
        played: Played = self._pipe.recv()
        return played

    def create(self) -> str:
        """Create a Webset and return its id."""
        id: str = self.http.post("/v0/websets", json=BODY).raise_for_status().json()["id"]
        return id

    def is_running(self, name: str) -> bool | None:
        """Return True if something in a Webset is running, or None if the Webset does not exist."""
        response = self.http.get(f"/v0/websets/{name}")
        if response.status_code == 404:
            return None
        document = response.raise_for_status().json()
        return document["status"] != "idle" or any(one["status"] == "running" for one in document["searches"])

    def id_of(self, name: str) -> str:
        """Return the id of a Webset."""
        id: str = self.http.get(f"/v0/websets/{name}").raise_for_status().json()["id"]
        return id

    def is_canceled(self, name: str) -> bool:
        """Return True if a search of a Webset was canceled."""
        document = self.http.get(f"/v0/websets/{name}").raise_for_status().json()
        return any(one["status"] == "canceled" for one in document["searches"])

    def stop(self, name: str) -> None:
        """Cancel a Webset without faults."""
        self.http.post(f"/v0/websets/{name}/cancel").raise_for_status()


@contextmanager
def faulty_service() -> Generator[FaultyService]:
    """Run an emulator and its proxy in another process."""
    spawn = multiprocessing.get_context("spawn")
    ours, its = spawn.Pipe()
    process = spawn.Process(target=_run, args=(its,), daemon=True)
    process.start()
    its.close()
    with ours:
        try:
            emulator_url, proxy_url = ours.recv()
            with httpx.Client(base_url=emulator_url, headers={"x-api-key": "any"}, trust_env=False, timeout=30) as http:
                bystander = http.post("/v0/websets", json=BODY).raise_for_status().json()["id"]
                ours.send(bystander)
                yield FaultyService(proxy_url, http, bystander, ours)
        finally:
            ours.close()
            process.join()
            process.close()


def _run(pipe: Connection) -> None:
    from exa_websets.emulator import Emulator  # imported here, because only the other process needs it

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the parent, which closes the pipe
    with Emulator(speed=SPEED) as emulator:
        asyncio.run(_serve(pipe, emulator.base_url))


async def _serve(pipe: Connection, emulator_url: str) -> None:
    url = httpx.URL(emulator_url)
    proxy: FaultProxy | None = None

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert proxy
        await proxy.serve(reader, writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        pipe.send((emulator_url, str(url.copy_with(port=server.sockets[0].getsockname()[1]))))
        proxy = FaultProxy(url.port or 80, pipe.recv())
        while True:
            plans: dict[str, Plan] = await asyncio.to_thread(pipe.recv)
            proxy.plans.update(plans)
            pipe.send(Played(proxy.requests, proxy.met))
            proxy.requests, proxy.met = 0, Counter()
    except EOFError:
        server.close()
