"""Fixtures that let one test run with both clients."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx
import pytest
from support.caller import Caller
from support.emulator_http import emulator_client

if TYPE_CHECKING:
    from exa_websets.emulator import Emulator

pytest_plugins = ["pytester", "support.key_guard"]

# Each process of a test would compile the package anew, which takes longer than most of what it is there for.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.fixture(params=["sync", "asyncio", "trio"])
def call(request: pytest.FixtureRequest) -> Caller:
    """Runs what a test does with a client of each kind."""
    return Caller(request.param)


@pytest.fixture(autouse=True)
def _no_settings_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    """No test reaches the real service, whatever the environment holds."""
    for name in [name for name in os.environ if name.startswith("EXA_") or name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


@pytest.fixture
def http(websets_emulator: Emulator) -> Iterator[httpx.Client]:
    """A plain HTTP client of the emulator, with a key and nothing of ours."""
    with emulator_client(websets_emulator) as client:
        yield client
