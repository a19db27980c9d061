"""The jobs of this process that must not keep running, and their cancel at the exit of the interpreter."""

from __future__ import annotations

import atexit
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

from attrs import define, field

from .._clock import Clock
from .leftovers import logger, report_leftover

# Seconds that all cancels at exit may take together.
MAX_EXIT = 20.0

StopAtExit = Callable[["Job", float], BaseException | None]
"""Cancels a job within some seconds. Returns what went wrong, or None if nothing of it is running."""


@define(eq=False, repr=False)
class Job:
    """A Webset that must not keep running once it is registered."""

    id: str
    """Its externalId until its id is known."""
    is_known: bool
    """Whether the service is known to have it. A 404 then means that it was deleted."""
    stop_at_exit: StopAtExit
    is_handed_over: bool = field(default=False, init=False)
    """Whether another process ends it, unless the block of this one ends with an exception."""
    _thread: threading.Thread = field(factory=threading.current_thread, init=False)
    _pid: int = field(factory=os.getpid, init=False)

    def register(self) -> None:
        """Let the exit of the interpreter cancel it, unless it is released before."""
        _jobs[id(self)] = self
        _register_exit()

    def pin(self, id: str) -> None:
        """Keep the id that the service gave it."""
        self.id, self.is_known = id, True

    @property
    def is_held(self) -> bool:
        """Whether this process still has to end it."""
        return id(self) in _jobs and self._pid == os.getpid()

    def release(self) -> None:
        """Forget it."""
        _jobs.pop(id(self), None)

    def abandon(self) -> None:
        """Cancel it in the background: its block was dropped, and never left."""
        if self.is_held and not self.is_handed_over:
            with suppress(RuntimeError):  # no thread can be started, so it is canceled at exit
                threading.Thread(target=_stop, args=(self, MAX_EXIT), name="guard").start()

    def ends_by_itself(self) -> bool:
        """Return True if the thread that started it is waited for, so that its block is going to end."""
        thread = self._thread
        return thread is not threading.main_thread() and thread.is_alive() and not thread.daemon


_jobs: dict[int, Job] = {}


def stop_jobs() -> None:
    """Cancel what is still registered, and report what could not be shown to have stopped."""
    now = Clock().now
    deadline = now() + MAX_EXIT
    left = [job for job in [*_jobs.values()] if job.is_held and not job.is_handed_over and not job.ends_by_itself()]
    for number, job in enumerate(left):
        _stop(job, (deadline - now()) / (len(left) - number))


def _stop(job: Job, seconds: float) -> None:
    try:
        failure = job.stop_at_exit(job, seconds)
    except BaseException as error:  # an interruption must not keep the others from being canceled
        failure = error
    job.release()
    if failure is not None:
        message = report_leftover(job.id, failure)
        if logger.hasHandlers():  # otherwise logging itself has written it to stderr
            with suppress(Exception):
                print(message, file=sys.stderr)


def _register_exit() -> None:
    """Run `stop_jobs` before the exit functions of the program, which may close what it needs."""
    with suppress(Exception):
        atexit.unregister(stop_jobs)
        atexit.register(stop_jobs)
        # A forked child of multiprocessing runs the finalizers of that package, and before Python 3.13 no others.
        process = sys.modules.get("multiprocessing.process")
        if process is not None and process.parent_process() is not None and _finalized.pid != os.getpid():
            from multiprocessing.util import Finalize

            Finalize(None, stop_jobs, exitpriority=100)
            _finalized.pid = os.getpid()


@define
class _Finalized:
    pid: int = 0


_finalized = _Finalized()

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_jobs.clear)
