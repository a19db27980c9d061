"""Ctrl-C at any line of the package: `run` leaves nothing running, and `archive` can be resumed."""

from __future__ import annotations

import gc
import inspect
import linecache
import random
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import suppress
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import exa_websets
import httpx
import pytest
from exa_websets import RunHandle, WebsetTimeoutError
from exa_websets.emulator import Emulator
from exa_websets.models import Webset
from support.archives import Account, files
from support.caller import Caller
from support.emulator_calls import create, get
from support.internals import guard_module, lock_of_archives, run_module, stop_jobs, threads_module, to_rule

SYNC = Caller("sync")
OURS = str(Path(exa_websets.__file__).parent)
LOCK = lock_of_archives()
SAMPLES = 8
MANY = {"search": {"query": "makers of tea", "count": 50}}
ACCOUNT = Account({"webset_0": 3, "webset_1": 2})

# A file interrupted between `open` and its block is closed only when it is garbage-collected.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


class Lines:
    """Counts the executed lines of the package, and sends SIGINT to this process at one of them."""

    def __init__(self, at: int | str | None = None) -> None:
        self.at = at
        self.caught: KeyboardInterrupt | None = None
        """Its traceback keeps the block alive, whose job would be canceled in the background if it was collected."""
        self.places: list[str] = []
        self.place = ""
        self.text = ""

    @property
    def seen(self) -> int:
        """The number of lines executed so far."""
        return len(self.places)

    def during(self, act: Callable[[], Any]) -> None:
        """Run a function, which Ctrl-C may end."""
        before = sys.gettrace()
        gc.disable()  # a collection would add lines
        sys.settrace(self._frame)
        try:
            next(in_a_generator(act))
        except KeyboardInterrupt as error:
            assert self.place
            self.caught = error
        finally:
            sys.settrace(before)
            gc.enable()
        assert sys.exception() is None, f"after {self.place} this thread still handles an exception"

    def _frame(self, frame: FrameType, event: str, _: Any) -> Any:
        code = frame.f_code
        is_ours = code.co_filename.startswith(OURS) and "/emulator/" not in code.co_filename
        # The lock of a directory is certain to be released only when its process ends, and this one does not.
        # CPython only reports what is raised in `__del__`, so an interruption there would reach nobody.
        return self._line if is_ours and code is not LOCK and code.co_name != "__del__" else None

    def _line(self, frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            place = f"{frame.f_code.co_filename}:{frame.f_lineno}"
            text = linecache.getline(frame.f_code.co_filename, frame.f_lineno).strip()
            # A block exits on the line of its `with`, and CPython handles no signal until it has exited.
            if not text.startswith("with "):
                self.places.append(place)
                if not self.place and self.at in (self.seen, place):
                    self.place, self.text = place, text
                    signal.raise_signal(signal.SIGINT)
        return self._line


def in_a_generator(act: Callable[[], Any]) -> Generator[None]:
    """Call a function, and let the exceptions that it is handling end with this generator.

    What is raised on a line that ends an `except` leaves its exception in that state. CPython handles no signal there.
    """
    act()
    yield


def some_of(
    act: Callable[[], Any], *, samples: int = SAMPLES, all_of: ModuleType | None = None, within: range = range(1_000)
) -> list[int | str]:
    """Return some of the lines that a function executes, and each executed line of one module once."""
    lines = Lines()
    lines.during(act)
    assert lines.seen > 200
    file = all_of.__file__ if all_of else None
    places = dict.fromkeys(place for place in lines.places if is_in(place, file, within))
    assert len(places) >= 10 or all_of is None, f"only {len(places)} lines of {file} were executed"
    # The number of lines before a place depends on how the network splits an answer.
    return [*sorted(random.Random(9).sample(range(1, lines.seen), samples)), *places]


def is_in(place: str, file: str | None, lines: range) -> bool:
    """Return True if a place is on one of these lines of a file."""
    name, _, line = place.rpartition(":")
    return name == file and int(line) in lines


def first_line(function: Callable[..., object]) -> int:
    """Return the number of a function's first line in its file."""
    return inspect.getsourcelines(function)[1]


def at_once(webset: Webset) -> bool:
    """Stop a Webset at the first poll."""
    return True


# CPython handles no signal on these lines, between the end of the block and the first call after it.
NO_CALLS = ("try:", "except BaseException as error:")


@pytest.mark.parametrize("error", [None, ValueError("mine")], ids=repr)
def test_a_run_leaves_nothing_running(websets_emulator: Emulator, http: httpx.Client, error: Exception | None) -> None:
    """Ctrl-C at any line of `run`, before, in and after its block, leaves nothing running."""

    def runs(name: str) -> Callable[[], Any]:
        def act(client: Any) -> None:
            with suppress(ValueError), client.websets.run(MANY, external_id=name):
                if error:
                    raise error

        emulator = websets_emulator
        return lambda: SYNC(act, base_url=emulator.base_url, now=emulator.now, sleep=emulator.advance)

    runs("first")()  # imports modules, which executes more lines
    for at in some_of(runs("undisturbed"), all_of=run_module):
        lines = Lines(at)
        lines.during(runs(f"at {at}"))
        assert status_of(http, f"at {at}") == "idle" or lines.text in NO_CALLS, lines.place
        stop_jobs()  # cancel what is left, as the exit of the interpreter does
        assert status_of(http, f"at {at}") == "idle", lines.place


def status_of(http: httpx.Client, name: str) -> str:
    """Return the status of a Webset, or "idle" if it was never created."""
    listed: list[dict[str, str]] = http.get("/v0/websets").json()["data"]
    return {one["externalId"]: one["status"] for one in listed}.get(name, "idle")


def watch(client: Any, id: str) -> None:
    """Stop a Webset with a rule."""
    for _ in client.websets.watch(id, until=at_once):
        pass


def wait(client: Any, id: str) -> None:
    """Stop a Webset at the timeout of a wait."""
    with suppress(WebsetTimeoutError):
        client.websets.wait_until_idle(id, timeout=0, on_timeout="cancel")


def leave(client: Any, id: str) -> None:
    """Stop a Webset at the end of a block."""
    with client.websets.cancel_on_exit(id):
        pass


def continue_after_it(client: Any, id: str) -> None:
    """Stop a Webset with the rule of a run, and let it run again before the end of the block."""
    with client.websets.attach(RunHandle(id, client.base_url, to_rule(at_once))) as run:
        with suppress(KeyboardInterrupt):
            run.wait()
        client.searches.create(id, {"query": "tea", "count": 50, "behavior": "append"})


LINES_OF_STOP = range(first_line(guard_module.Guard.stop), 1_000)
LINES_OF_BATCHES = range(first_line(threads_module.run_batch), 1_000)
LINES_OF_RUN_TO_END = range(first_line(threads_module.run_to_end), first_line(threads_module.run_batch))


@pytest.mark.parametrize(
    ("helper", "module", "lines"),
    [
        (watch, guard_module, LINES_OF_STOP),
        (wait, guard_module, LINES_OF_STOP),
        (leave, guard_module, LINES_OF_STOP),
        (continue_after_it, guard_module, LINES_OF_STOP),
        (watch, threads_module, LINES_OF_RUN_TO_END),
    ],
)
def test_an_interrupted_cancel_is_completed(
    helper: Callable[[Any, str], None],
    module: ModuleType,
    lines: range,
    websets_emulator: Emulator,
    http: httpx.Client,
) -> None:
    """Ctrl-C at any line of the cancel that a rule or a timeout has started leaves nothing running."""

    def acts(id: str) -> Callable[[], Any]:
        def act(client: Any) -> None:
            helper(client, id)

        emulator = websets_emulator
        return lambda: SYNC(act, base_url=emulator.base_url, now=emulator.now, sleep=emulator.advance)

    acts(create(http, MANY))()  # imports modules, which executes more lines
    chosen = some_of(acts(create(http, MANY)), samples=0, all_of=module, within=lines)
    for at in chosen:
        id = create(http, MANY)
        seen = Lines(at)
        seen.during(acts(id))
        assert get(http, id)["status"] == "idle" or seen.text in NO_CALLS, seen.place
        stop_jobs()


def test_a_batch_ends_its_threads() -> None:
    """Ctrl-C at any line that starts or awaits the threads of a batch ends them, and none of them raises."""

    def act(client: Any) -> None:
        client.websets.cancel_many([f"ws_{number}" for number in range(9)], concurrency=4)

    def answer(request: httpx.Request) -> httpx.Response:
        time.sleep(0.002)  # so that the next thread is started
        return httpx.Response(404, json={})

    def acts() -> None:
        SYNC(act, handler=answer)

    acts()  # imports modules, which executes more lines
    undisturbed = Lines()
    undisturbed.during(acts)
    file = threads_module.__file__
    numbers = [number for number, place in enumerate(undisturbed.places, 1) if is_in(place, file, LINES_OF_BATCHES)]
    assert len(numbers) > 60
    for number in numbers:
        lines = Lines(number)
        lines.during(acts)
        ends = time.monotonic() + 5
        while any(thread.name == "call" for thread in threading.enumerate()):
            assert time.monotonic() < ends, lines.place
            time.sleep(0.001)


def test_an_archive_is_resumed(tmp_path: Path) -> None:
    """After Ctrl-C at any line every visible file is complete, and the next run completes the archive."""

    def archives(name: str) -> Callable[[], Any]:
        return lambda: ACCOUNT.archive(SYNC, tmp_path / name)

    lines_of_one = some_of(archives("whole"))
    whole = files(tmp_path / "whole")
    assert "manifest.json" in whole
    for at in lines_of_one:
        lines = Lines(at)
        lines.during(archives(str(at)))
        left = files(tmp_path / str(at)) if (tmp_path / str(at)).is_dir() else {}
        named = {name: one for name, one in left.items() if not Path(name).name.startswith(".")}
        assert named.items() <= whole.items(), lines.place
        archives(str(at))()
        assert files(tmp_path / str(at)) == whole, lines.place
