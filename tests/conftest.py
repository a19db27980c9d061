"""Fixtures shared by all tests: clients of each kind, and a plain HTTP client of the emulator."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx
import hypothesis
import pytest
from support.caller import Caller
from support.emulator_http import emulator_client
from support.internals import forget_jobs

if TYPE_CHECKING:
    from exa_websets.emulator import Emulator

pytest_plugins = ["pytester", "support.key_guard"]

# The same examples in each run; `scripts/fuzz` draws new ones.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("same")

# Without a bytecode cache, each subprocess of a test compiles the package, which takes longer than most tests.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_configure() -> None:
    """Undo that this process ignores signals, as one in the background of a shell or under nohup does.

    The programs that tests start inherit it, and a command that ignores a signal must continue to do so.
    """
    for name in ("SIGINT", "SIGQUIT", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has only one of them
        if number and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Increase the timeout of tests that build or install something; in several processes, start with long tests."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: not any(map(item.get_closest_marker, ("packaging", "waits"))))
    for item in items:
        if item.get_closest_marker("packaging"):
            item.add_marker(pytest.mark.timeout(600))


def pytest_collection_finish() -> None:
    """Exclude the collected tests from garbage collection, which would scan thousands of them each time."""
    gc.freeze()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Parametrize `call` with each kind of client, and also with trio for tests marked `trio`."""
    if "call" in metafunc.fixturenames:
        loops = ["asyncio", "trio"] if metafunc.definition.get_closest_marker("trio") else ["asyncio"]
        metafunc.parametrize("call", ["sync", *loops], indirect=True)


@pytest.fixture
def call(request: pytest.FixtureRequest) -> Caller:
    """A caller for each kind of client."""
    return Caller(request.param)


@pytest.fixture(autouse=True)
def _no_settings_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    """Remove environment variables that could direct a test to the real service."""
    for name in [name for name in os.environ if name.startswith("EXA_") or name.lower().endswith("_proxy")]:
        monkeypatch.delenv(name)


@pytest.fixture
def no_job_is_left() -> Iterator[None]:
    """Check that no test leaves a job registered for cancellation at interpreter exit."""
    assert forget_jobs() == []
    yield
    assert forget_jobs() == []


@pytest.fixture
def http(websets_emulator: Emulator) -> Iterator[httpx.Client]:
    """A plain HTTP client of the emulator, with a key."""
    with emulator_client(websets_emulator) as client:
        yield client
