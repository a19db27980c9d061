"""Worker processes, as their parent sees them: started, asked for blocks, and killed."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from typing import Any

from attrs import field, frozen
from common.paths import SCRIPTS

from benchmarking.place import VARIABLE, Home, MeasurementError, Place, last_line


@frozen
class Worker:
    """A process that measures with the package of one home, and that is killed after `seconds`."""

    home: Home
    process: subprocess.Popen[str]
    seconds: float
    started: float = field(factory=time.monotonic)

    def block(self, key: str, tool: str, seconds: float) -> float:
        """Return the value of a block of this many seconds.

        Raises:
            MeasurementError: The process has ended.
        """
        assert self.process.stdin is not None
        with suppress(OSError):  # it has ended; reading its output explains why
            os.write(self.process.stdin.fileno(), f"{json.dumps([key, tool, seconds])}\n".encode())
        value: float = self._answer()
        return value

    def check(self) -> None:
        """Wait until the process has imported the package of its home.

        Raises:
            MeasurementError: The process has ended, or it imported another package.
        """
        found: str = self._answer()
        if not found.startswith(f"{self.home.folder.resolve()}{os.sep}"):
            raise MeasurementError(f"{self.home.name} does not have the package exa_websets: {found} was imported")

    def _answer(self) -> Any:
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        if line := self.process.stdout.readline():
            return json.loads(line)
        if time.monotonic() - self.started > self.seconds:
            raise MeasurementError(f"the worker of {self.home.name} was killed after {self.seconds:.0f} s")
        raise MeasurementError(f"the worker of {self.home.name} ended: {last_line(self.process.stderr.read())}")


@contextmanager
def start_worker(home: Home, place: Place, seconds: float) -> Generator[Worker]:
    """Start a worker, and kill it at the end of the block.

    Raises:
        MeasurementError: The worker does not start.
    """
    settings = json.dumps({"server": place.server, "cancels": place.cancels, "pages": place.pages})
    with subprocess.Popen(
        [str(home.python), str(SCRIPTS), "benchmarking.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**home.environment, VARIABLE: settings},
        cwd=home.folder,
    ) as process:
        worker = Worker(home, process, seconds)  # starts the clock before the timer, which may fire at once
        timer = threading.Timer(seconds, process.kill)
        timer.start()
        try:
            worker.check()
            yield worker
        finally:
            timer.cancel()
            process.kill()
