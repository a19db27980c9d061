"""Fixtures that let one test run with both clients."""

from __future__ import annotations

import os

import pytest
from calling import Caller

pytest_plugins = ["pytester"]


@pytest.fixture(params=["sync", "asyncio", "trio"])
def call(request: pytest.FixtureRequest) -> Caller:
    """Runs what a test does with a client of each kind."""
    return Caller(request.param)


@pytest.fixture(autouse=True)
def _no_settings_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    """No test reaches the real service, whatever the environment holds."""
    for name in [name for name in os.environ if name.startswith("EXA_") or name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)
