"""The jobs of this process that must not keep running, and their cancel at interpreter exit."""

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

# The total time for all cancels at exit, in seconds.
MAX_EXIT = 20.0

# The time for the first attempt of each job, in seconds, so that one job does not use up the time of the others.
MAX_FIRST = 5.0


class ExitConnections(ExitStack):
    """The connections for the cancels at exit. All jobs of a client share one."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[object, Any] = {}


class StopAtExit(Protocol):
    """Cancels a job within some seconds, and raises an exception if something in the Webset may still be running.

    With `is_first`, it only sends a cancel and reads its response.
    """

    def __call__(self, job: Job, seconds: float, connections: ExitConnections, /, *, is_first: bool) -> None: ...


@define(eq=False, repr=False)
class Job:
    """A Webset that must not keep running while it is registered."""

    id: str
    """The id of the Webset, or its externalId until the id is known."""
    is_known: bool
    """Whether the Webset is known to exist. A 404 then means that it was deleted."""
    stop_at_exit: StopAtExit
    is_handed_over: bool = field(default=False, init=False)
    """Whether another process will stop it, unless the block in this process ends with an exception."""
    is_left_to_exit: bool = field(default=False, init=False)
    """Whether its block gave up after too many interruptions, so that only interpreter exit cancels it."""
    _thread: threading.Thread = field(factory=threading.current_thread, init=False)
    _pid: int = field(factory=os.getpid, init=False)

    def register(self) -> None:
        """Register the job, so that it is canceled at interpreter exit unless it is released before."""
        _jobs[id(self)] = self
        _register_exit()

    def pin(self, id: str) -> None:
        """Set the id that the service assigned."""
        self.id, self.is_known = id, True

    @property
    def is_held(self) -> bool:
        """Whether its block must still stop it."""
        return self.is_ours and not self.is_left_to_exit

    @property
    def is_ours(self) -> bool:
        """Whether it is registered in this process, and not in its parent."""
        return id(self) in _jobs and self._pid == os.getpid()

    def release(self) -> None:
        """Remove it from the registry."""
        _jobs.pop(id(self), None)

    def abandon(self) -> None:
        """Cancel it in the background, because its block was garbage-collected before it ended."""
        if self.is_held and not self.is_handed_over:
            with suppress(RuntimeError):  # if no thread can be started, the job is canceled at exit
                threading.Thread(target=_stop_alone, args=(self,), name="guard").start()

    def ends_by_itself(self) -> bool:
        """Return True if the interpreter waits for the thread that started it, so that its block will end."""
        thread = self._thread
        return thread is not threading.main_thread() and thread.is_alive() and not thread.daemon


_jobs: dict[int, Job] = {}


def stop_jobs() -> None:
    """Cancel all jobs that are still registered, and report those that were not verified to have stopped.

    Each job is canceled once. The remaining time is for the jobs that this did not stop.
    """
    now = Clock().now
    deadline = now() + MAX_EXIT
    jobs = [job for job in [*_jobs.values()] if job.is_ours and not job.is_handed_over and not job.ends_by_itself()]
    with ExitConnections() as connections:
        left: list[Job] = []
        for job in jobs:
            seconds = min(deadline - now(), MAX_FIRST)
            if _failure_of(job, seconds, connections, is_first=True) is not None:
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
        job.stop_at_exit(job, seconds, connections, is_first=is_first)
    except BaseException as error:  # an interruption must not prevent the cancel of the other jobs
        return error
    return None


def _stop(job: Job, seconds: float, connections: ExitConnections) -> None:
    failure = _failure_of(job, seconds, connections)
    job.release()
    if failure is not None:
        message = report_leftover(job.id, failure)
        if logger.hasHandlers() or not logger.isEnabledFor(logging.ERROR):  # otherwise logging prints it to stderr
            with suppress(Exception):
                print(message, file=sys.stderr)


class _Registration:
    """The last registration of `stop_jobs`."""

    pid: int | None = None
    count: int | None = None
    """The number of exit functions after the registration."""


_registration = _Registration()
_count_exit_functions: Callable[[], int | None] = getattr(atexit, "_ncallbacks", lambda: None)


def _register_exit() -> None:
    """Register `stop_jobs` to run before other exit functions, which may close connections that it needs.

    If others were registered since, it is registered again. It is never unregistered, because an exit function of the
    program may still start a job.
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
    """Run `stop_jobs` in a child of multiprocessing, because a forked one skips atexit functions before Python 3.13."""
    process = sys.modules.get("multiprocessing.process")
    if process is not None and process.parent_process() is not None:
        from multiprocessing.util import Finalize

        Finalize(None, stop_jobs, exitpriority=100)
