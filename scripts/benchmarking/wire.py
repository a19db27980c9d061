"""Calls over loopback as cases: how long they take, what arrives, and what memory grows to."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from benchmarking.calls import ID, canceling, items, time_async_cancels, time_many, time_many_async
from benchmarking.place import Place, Server
from benchmarking.rows import Row

STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def measure(runner: Any, name: str, row: Row, tool: str, place: Place) -> None:
    """Measure a case of `cancel/`, `wire/`, `many/`, `list/` or of the emulator."""
    unit, plain = {"unit": row.unit}, place.over("plain")
    match row.key.split("/"):
        case ["cancel", "sync", wire]:
            with canceling(tool, place.over(wire)) as cancel:
                cancel(ID)
                runner.bench_func(name, cancel, ID)
        case ["cancel", _, wire]:
            runner.bench_time_func(name, partial(time_async_cancels, tool, place.over(wire)))
        case ["wire", what]:
            runner.bench_time_func(name, partial(_arrived, tool, plain, what), metadata=unit)
        case ["many", how, concurrency]:
            run = time_many if how == "sync" else time_many_async
            runner.bench_time_func(name, partial(run, tool, plain, int(concurrency), place.cancels))
        case ["list", "time"]:
            runner.bench_func(name, _walk, tool, plain, place.pages)
        case ["list", _]:
            runner.bench_time_func(name, partial(_growth, tool, plain, place.pages), metadata=unit)
        case _:
            with _emulated() as (http, path):
                runner.bench_func(name, lambda: http.get(path).raise_for_status())


def _arrived(tool: str, server: Server, what: str, loops: int) -> float:
    """Give how many requests or connections come to the server with 100 cancels."""
    with httpx.Client(base_url=server.address) as http:
        before = http.get("/counts").json()
        for _ in range(loops):
            with canceling(tool, server) as cancel:
                for _ in range(100):
                    cancel(ID)
        connections, requests = (now - then for now, then in zip(http.get("/counts").json(), before, strict=True))
    return float(requests if what == "requests" else connections)


def _walk(tool: str, server: Server, pages: int) -> None:
    count = sum(1 for _ in items(tool, server, pages))
    assert count == pages * 100, count


def _growth(tool: str, server: Server, pages: int, loops: int) -> float:
    """Give how many bytes of memory a walk takes at most, on top of what the process has with one page."""
    _walk(tool, server, 1)
    grown = 0
    for _ in range(loops):
        RESET.write_text("5", encoding="ascii")  # forgets the highest memory so far
        before = _status("VmRSS")
        _walk(tool, server, pages)
        grown += _status("VmHWM") - before
    return float(max(grown, 1))


def _status(name: str) -> int:
    lines = STATUS.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))


@contextmanager
def _emulated() -> Generator[tuple[httpx.Client, str]]:
    """Run the emulator in another process, with one Webset."""
    command = [sys.executable, "-m", "exa_websets.emulator", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().split()[-1]
            with httpx.Client(base_url=url, headers={"x-api-key": "any"}) as http:
                body = {"search": {"query": "makers of tea", "count": 1}}
                webset = http.post("/v0/websets", json=body).raise_for_status().json()
                yield http, f"/v0/websets/{webset['id']}"
        finally:
            process.terminate()
