"""An archive whose process is killed repeatedly, at random moments."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from exa_websets import verify_archive
from exa_websets.emulator import Emulator
from support.archives import BODY, DAY, files
from support.caller import Caller
from support.command_line import settings
from support.emulator_calls import create, monitor

KILLS = 5
# It prints a line for each step, so that the test can kill it between two steps.
CODE = """
import sys
from exa_websets import WebsetsClient
with WebsetsClient() as client:
    client.archive(sys.argv[1], on_progress=lambda progress: print(progress.part, flush=True))
"""


def run(emulator: Emulator, directory: Path, kill_at: int | None = None) -> int:
    """Archive everything in a process that is killed at one of its steps, and return its exit code."""
    command = [sys.executable, "-W", "error", "-c", CODE, str(directory)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, env={**os.environ, **settings(emulator.base_url)}
    ) as process:
        assert process.stdout is not None
        for step, _ in enumerate(process.stdout):
            if step == kill_at:
                process.kill()
        return process.wait()


@pytest.mark.packaging
def test_an_archive_killed_five_times(websets_emulator: Emulator, http: httpx.Client, tmp_path: Path) -> None:
    """After five killed runs, one more run completes the archive, byte for byte equal to that of a single run."""
    ids = [create(http, {**BODY, "search": {**BODY["search"], "count": 20}}) for _ in range(10)]
    monitor(http, ids[0])
    websets_emulator.advance(2 * DAY)

    begun, dice = len(websets_emulator.requests), random.Random(9)
    for kill in range(KILLS):
        assert run(websets_emulator, tmp_path / "killed", dice.randrange(2, 16)) == -9, f"kill {kill} came too late"
        assert "manifest.json" not in files(tmp_path / "killed")
    assert run(websets_emulator, tmp_path / "killed") == 0
    asked = len(websets_emulator.requests)
    undisturbed = tmp_path / "undisturbed"
    Caller("sync")(lambda client: client.archive(undisturbed), base_url=websets_emulator.base_url)

    assert "manifest.json" in files(undisturbed)
    assert files(tmp_path / "killed") == files(undisturbed)
    assert verify_archive(tmp_path / "killed").problems == ()
    read = [request.path for request in websets_emulator.requests[begun:asked] if request.path.endswith("/items")]
    assert len(ids) <= len(read) <= len(ids) + 4 * KILLS  # again where it was killed
