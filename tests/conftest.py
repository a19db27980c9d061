"""Fixtures shared by all tests: clients of each kind, and a plain HTTP client of the emulator."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
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


# Memory, in which archives do not wait for a disk.
_MEMORY = "/dev/shm"


def pytest_configure(config: pytest.Config) -> None:
    if _leaves_out(config, "packaging"):
        gc.set_threshold(20_000, 20, 20)  # collect garbage less often, except in CI, which also measures memory
    _use_memory_for_files()
    _stop_ignoring_signals()


def _leaves_out(config: pytest.Config, mark: str) -> bool:
    """Return True if `-m` leaves out the tests with this mark."""
    return f"not {mark}" in config.option.markexpr


def _use_memory_for_files() -> None:
    """Keep temporary files in memory if there is plenty of it, unless TMPDIR says where they should be."""
    if sys.platform != "linux" or "TMPDIR" in os.environ or not os.path.isdir(_MEMORY):
        return
    can_execute = not os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC
    if can_execute and shutil.disk_usage(_MEMORY).free > 4 * 1024**3:
        os.environ["TMPDIR"] = tempfile.tempdir = _MEMORY


def _stop_ignoring_signals() -> None:
    """Undo that this process ignores signals, as one in the background of a shell or under nohup does.

    The programs that tests start inherit it, and a command that ignores a signal must continue to do so.
    """
    for name in ("SIGINT", "SIGQUIT", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has only one of them
        if number and signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not import the fuzzer of the emulator if `-m` leaves it out: it draws its requests when it is collected."""
    return True if collection_path.name == "test_fuzzed.py" and _leaves_out(config, "packaging") else None


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark rows on trio, and increase the timeout of tests that build or install something.

    In several processes, start with long tests.

    Raises:
        pytest.UsageError: two tests have the same id, so that pytest-xdist would run only one of them.
    """
    if repeated := [id for id, count in Counter(item.nodeid for item in items).items() if count > 1]:
        raise pytest.UsageError(f"more than one test has this id, and only one of them would run: {repeated[0]}")
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: not any(map(item.get_closest_marker, ("packaging", "waits"))))
    for item in items:
        if item.get_closest_marker("packaging"):
            item.add_marker(pytest.mark.timeout(600))
        if isinstance(item, pytest.Function) and hasattr(item, "callspec") and "trio" in item.callspec.params.values():
            item.add_marker("on_trio")


def pytest_collection_finish() -> None:
    """Exclude the collected tests from garbage collection, which would scan thousands of them each time."""
    gc.freeze()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Parametrize `call` with each kind of client, and also with trio for tests marked `trio` if `-m` allows them."""
    if "call" in metafunc.fixturenames:
        kinds = ["sync", "asyncio"]
        if metafunc.definition.get_closest_marker("trio") and not _leaves_out(metafunc.config, "on_trio"):
            kinds.append("trio")
        metafunc.parametrize("call", kinds, indirect=True)


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
