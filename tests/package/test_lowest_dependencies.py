"""The package works with the lowest dependency versions that pyproject.toml allows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from exa_websets import WebsetsClient
from packaging.requirements import Requirement
from packaging.version import Version
from support.fault_server import Do, FaultServer, Repeat
from support.paths import ROOT

pytestmark = pytest.mark.packaging

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CANCEL = """
import anyio, json, sys
from exa_websets import AsyncWebsetsClient, NotFoundError, WebsetsClient

async def cancel(id):
    async with AsyncWebsetsClient("any", base_url=sys.argv[1]) as client:
        return (await client.websets.cancel_and_wait(id)).status

with WebsetsClient("any", base_url=sys.argv[1]) as client:
    first, second = (webset.id for webset in client.websets.list_all())
    canceled = client.websets.cancel(first)
    try:
        client.websets.get("nobody")
    except NotFoundError as error:
        missed = error.status
print(json.dumps([canceled.status, anyio.run(cancel, second), missed]))
"""
# These calls receive their response byte by byte, first from the service and then from a proxy.
DRIPPED = """
import anyio, os, sys
from exa_websets import APITimeoutError, AsyncWebsetsClient, WebsetsClient

async def get(base_url):
    async with AsyncWebsetsClient("any", base_url=base_url, timeout=0.2, max_retries=0) as client:
        await client.websets.get("x")

def get_blocking(base_url):
    with WebsetsClient("any", base_url=base_url, timeout=0.2, max_retries=0) as client:
        client.websets.get("x")

os.environ["HTTPS_PROXY"] = sys.argv[1].rpartition("/")[0]
ended = 0
for base_url in (sys.argv[1], "https://service.example"):
    for call in (get_blocking, lambda url: anyio.run(get, url)):
        try:
            call(base_url)
        except APITimeoutError:
            ended += 1
print(ended)
"""
# Older releases of FastAPI drop aliased query parameters if they are combined with newer releases of pydantic.
EMULATE = """
import json
from exa_websets import WebsetsClient
from exa_websets.emulator import Emulator

with Emulator() as emulator, WebsetsClient("any", base_url=emulator.base_url) as client:
    webset = client.websets.create({"search": {"query": "makers of tea", "count": 3}})
    emulator.advance(600)
    [search] = webset.searches
    found = [len(client.items.list(webset.id, source_id=id).data) for id in (search.id, "nobody")]
print(json.dumps(found))
"""


def lowest(requirements: Iterable[str]) -> list[str]:
    """Return each package pinned to the lowest version that all of its requirements allow on this Python."""
    pins = dict[str, Version]()
    for one in map(Requirement, requirements):
        if one.marker is None or one.marker.evaluate():
            bounds = [Version(each.version) for each in one.specifier if each.operator == ">="]
            pins[one.name] = max([*bounds, pins.get(one.name, Version("0"))])
    return [name if pin == Version("0") else f"{name}=={pin}" for name, pin in sorted(pins.items())]


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of an environment with the lowest version of each dependency, but without this package."""
    folder = tmp_path_factory.mktemp("lowest") / "env"
    venv.create(folder)
    path = folder / "bin" / "python"
    extras = PROJECT["optional-dependencies"]
    wanted = lowest([*PROJECT["dependencies"], *extras["emulator"], *extras["cli"]])
    pip = [sys.executable, "-m", "pip", "--python", str(path), "install", "--no-compile", "--disable-pip-version-check"]
    done = subprocess.run([*pip, *wanted], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return path


def run(python: Path, *arguments: str) -> str:
    """Run Python with the packages of the checkout, and with warnings turned into errors."""
    environment = {"PYTHONPATH": os.pathsep.join([str(ROOT / "overrides"), str(ROOT / "generated")])}
    command = [str(python), "-W", "error", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_core_cancels(python: Path, websets_emulator: Any) -> None:
    """Both clients cancel Websets, and the synchronous one lists them and raises an error for an unknown id."""
    with WebsetsClient("any", base_url=websets_emulator.base_url) as client:
        for query in ("makers of tea", "makers of cups"):
            client.websets.create({"search": {"query": query, "count": 3}})

    assert json.loads(run(python, "-c", CANCEL, websets_emulator.base_url)) == ["idle", "idle", 404]


def test_the_connections_keep_the_time_of_a_call(python: Path) -> None:
    """The private attributes of httpx that lead to its connections exist, so a slow response times out."""
    with FaultServer((Do.READ, b"HTTP/1.1 200 OK\r\nx: ", Repeat(b"a")), times=None) as server:
        assert run(python, "-c", DRIPPED, server.base_url) == "4\n"


def test_the_emulator_answers(python: Path) -> None:
    """The emulator finds items, and query parameters filter them."""
    assert json.loads(run(python, "-c", EMULATE)) == [3, 0]


def test_the_program_prints_its_usage(python: Path) -> None:
    """The command line prints the help of a command."""
    assert "--yes" in run(python, "-m", "exa_websets.cli", "cancel", "--help")
