"""The jobs of this process that must not keep running, and their cancel at the exit of the interpreter."""

from __future__ import annotations

import atexit
import logging
import os
import sys
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import Any, Protocol

from attrs import define, field

from .._clock import Clock
from .leftovers import logger, report_leftover

# Seconds that all cancels at exit may take together.
MAX_EXIT = 20.0

# Seconds that the first attempt for one job may take: with many jobs, one of them must not use up the time of all.
MAX_FIRST = 5.0


class ExitConnections(ExitStack):
    """The connections of the cancels at exit, which jobs of one client share."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[object, Any] = {}


class StopAtExit(Protocol):
    """Cancels a job within some seconds. Returns what went wrong, or None if nothing of it is running.

    With `is_first` it only sends a cancel and reads its answer.
    """

    def __call__(
        self, job: Job, seconds: float, connections: ExitConnections, /, *, is_first: bool
    ) -> BaseException | None: ...


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
    is_left_to_exit: bool = field(default=False, init=False)
    """Whether its block has given up, after too many interruptions of its cancel."""
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
        """Whether its block still has to end it."""
        return self.is_ours and not self.is_left_to_exit

    @property
    def is_ours(self) -> bool:
        """Whether this process has to end it."""
        return id(self) in _jobs and self._pid == os.getpid()

    def release(self) -> None:
        """Forget it."""
        _jobs.pop(id(self), None)

    def abandon(self) -> None:
        """Cancel it in the background: its block was dropped, and never left."""
        if self.is_held and not self.is_handed_over:
            with suppress(RuntimeError):  # no thread can be started, so it is canceled at exit
                threading.Thread(target=_stop_alone, args=(self,), name="guard").start()

    def ends_by_itself(self) -> bool:
        """Return True if the thread that started it is waited for, so that its block is going to end."""
        thread = self._thread
        return thread is not threading.main_thread() and thread.is_alive() and not thread.daemon


_jobs: dict[int, Job] = {}


def stop_jobs() -> None:
    """Cancel what is still registered, and report what could not be shown to have stopped.

    All are canceled once before the rest of the time goes to those whose answer did not show that they have stopped.
    """
    now = Clock().now
    deadline = now() + MAX_EXIT
    jobs = [job for job in [*_jobs.values()] if job.is_ours and not job.is_handed_over and not job.ends_by_itself()]
    with ExitConnections() as connections:
        left: list[Job] = []
        for job in jobs:
            seconds = min(deadline - now(), MAX_FIRST)
            if seconds <= 0 or _failure_of(job, seconds, connections, is_first=True) is not None:
                left.append(job)
            else:
                job.release()
        for number, job in enumerate(left):
            _stop(job, (deadline - now()) / (len(left) - number), connections)


def _stop_alone(job: Job) -> None:
    with ExitConnections() as connections:
        _stop(job, MAX_EXIT, connections)


def _failure_of(
    job: Job, seconds: float, connections: ExitConnections, *, is_first: bool = False
) -> BaseException | None:
    try:
        return job.stop_at_exit(job, seconds, connections, is_first=is_first)
    except BaseException as error:  # an interruption must not keep the others from being canceled
        return error


def _stop(job: Job, seconds: float, connections: ExitConnections) -> None:
    failure = _failure_of(job, seconds, connections)
    job.release()
    if failure is not None:
        message = report_leftover(job.id, failure)
        if logger.hasHandlers() or not logger.isEnabledFor(logging.ERROR):  # or logging has written it to stderr
            with suppress(Exception):
                print(message, file=sys.stderr)


@define
class _Registration:
    """When `stop_jobs` was registered last."""

    pid: int = 0
    count: int | None = None
    """The number of exit functions after that."""


_registration = _Registration()
_count_exit_functions: Callable[[], int | None] = getattr(atexit, "_ncallbacks", lambda: None)


def _register_exit() -> None:
    """Run `stop_jobs` before the exit functions of the program, which may close what it needs.

    If others were registered since, it is registered once more, but never unregistered: that would be final if an exit
    function of the program starts a job.
    """
    with suppress(Exception):
        is_new_process = _registration.pid != os.getpid()
        if is_new_process or _count_exit_functions() != _registration.count:
            atexit.register(stop_jobs)
            _registration.count = _count_exit_functions()
        if is_new_process:
            _finalize_with_multiprocessing()
            _registration.pid = os.getpid()


def _finalize_with_multiprocessing() -> None:
    """Run `stop_jobs` in a child of multiprocessing too: a forked one runs no other functions before Python 3.13."""
    process = sys.modules.get("multiprocessing.process")
    if process is not None and process.parent_process() is not None:
        from multiprocessing.util import Finalize

        Finalize(None, stop_jobs, exitpriority=100)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_jobs.clear)
