"""`scripts/demo`: its output, and that it only connects to the real service when requested."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import Any

import pytest
from exa_websets import WebsetsClient
from support.paths import ROOT

pytestmark = pytest.mark.packaging

SCRIPTS = ROOT / "scripts"
NOBODY = "http://127.0.0.1:1/websets"


def demo(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the demo as its launcher does."""
    return subprocess.run(
        [sys.executable, "-W", "error", str(SCRIPTS), "showing.demo", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "80", **environment},
        check=False,
    )


def test_it_shows_a_running_webset_being_canceled() -> None:
    """The demo cancels a running Webset in the emulator, regardless of the key and address in the environment."""
    done = demo(EXA_API_KEY="a key", EXA_WEBSETS_BASE_URL=NOBODY)
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]

    assert (done.returncode, done.stderr) == (0, "")
    assert max(len(line) for line in done.stdout.splitlines()) <= 80
    assert [line[0] for line in lines if re.match(r"\d  ?[A-Z]", line)] == ["1", "2", "3"]
    assert any(re.fullmatch(r"search running \S+ \d+/40 found · \d+ analyzed · \d+ s left", line) for line in lines)
    assert any(re.fullmatch(r"search canceled \S+ \d+/40 found · reason: webset_canceled", line) for line in lines)
    assert sum(line.startswith("enrichment canceled") for line in lines) == 2
    assert re.fullmatch(r"✓ idle after \d+ ms; the [1-9]\d* items found so far are kept\.", lines[-1])


def test_with_an_id_it_cancels_that_webset_and_creates_none(websets_emulator: Any) -> None:
    """`--live ID` reads the key and address from the environment, and cancels that Webset."""
    with WebsetsClient("any", base_url=websets_emulator.base_url) as client:
        webset = client.websets.create({"search": {"query": "makers of tea"}, "externalId": "tea/2026"})
        done = demo("--live", "tea/2026", EXA_API_KEY="any", EXA_WEBSETS_BASE_URL=websets_emulator.base_url)

        assert (done.returncode, done.stderr) == (0, "")
        assert client.websets.get(webset.id).status == "idle"
    sent = [(request.method, request.path.rpartition("/")[2]) for request in websets_emulator.requests[1:-1]]
    assert sent == [("GET", "tea%2F2026"), ("POST", "cancel")]


def test_a_missing_key_is_reported_with_the_variable() -> None:
    """`--live` without a key exits with 2, a failure to connect with 1, each with a readable message."""
    done = demo("--live", "webset_x")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("There is no API key. Set the environment variable EXA_API_KEY")

    done = demo("--live", "webset_x", EXA_API_KEY="any", EXA_WEBSETS_BASE_URL=NOBODY)
    assert done.returncode == 1
    assert done.stderr.startswith("ConnectError")
    assert done.stderr.count("\n") == 1
