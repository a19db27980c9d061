"""Blocks of `run` that end in different ways, with both kinds of client, and their results."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, closing, contextmanager
from typing import Any, Literal

import anyio
from anyio.from_thread import start_blocking_portal
from attrs import field, frozen
from exa_websets import WebsetsError, deadline, found

from endurance.clients import CallersCode, Kind, async_clients, sync_clients, texts_of
from endurance.fault_proxy import Plan
from endurance.faulty_emulator import BODY

Body = Literal["leave", "raise", "wait", "items", "items, raise", "cancel", "cancel, raise", "rule raises"]
BODIES: tuple[Body, ...] = (
    "leave",
    "raise",
    "wait",
    "items",
    "items, raise",
    "cancel",
    "cancel, raise",
    "rule raises",
)

# Concurrent runs.
CONCURRENCY = 32


class BlockError(Exception):
    """The exception that a block raises."""


@frozen(eq=False)
class Job:
    """A run with planned faults."""

    name: str
    """The externalId."""
    body: Body
    is_given: bool
    plan: Plan
    error: BlockError = field(factory=BlockError, init=False)
    """The exception that its block or stop rule raises."""

    def until(self) -> Any:
        """Return the stop rule."""
        match self.body:
            case "wait":
                return deadline(seconds=0.8)
            case "items":
                return found(1) | deadline(seconds=2)
            case "items, raise":
                return deadline(seconds=1.2)
            case "rule raises":
                return self.fail
            case _:
                return None

    def fail(self, webset: object = None) -> bool:
        """Raise the error."""
        raise self.error


@frozen
class Ended:
    """The end of a run."""

    job: Job
    end: str
    """A description of the exception."""
    bare: str | None
    """The violation by the exception itself, if any."""
    texts: list[str]
    """The message of an exception of the package, and the notes of any exception."""
    is_normal: bool


Perform = Callable[[list[Job]], list[Ended]]


def judge(job: Job, error: BaseException | None, code: CallersCode) -> Ended:
    """Return the end of a run without the exception, which references a lot of memory."""
    texts = texts_of(error)
    end = "it ended normally" if error is None else f"it ended with {error!r}"
    bare: str | None = None
    if error is None or isinstance(error, WebsetsError) or (error is job.error and job.body != "rule raises"):
        pass
    elif error is not job.error and not code.has_raised(error):
        bare = f"ended with the bare {error!r}"
    elif not texts and not code.was_about_items(error):
        bare = f"ended with {error!r} of the caller's code, which has no note"
    return Ended(job, end, bare, texts, error is None)


@contextmanager
def running(kind: Kind, base_url: str, code: CallersCode) -> Generator[Perform]:
    """Yield a function that plays runs concurrently."""
    if kind == "sync":
        with sync_clients(base_url, code) as clients, ThreadPoolExecutor(CONCURRENCY) as threads:

            def one(job: Job) -> Ended:
                try:
                    with clients[job.is_given].websets.run(BODY, until=job.until(), external_id=job.name) as run:
                        if "items" in job.body:
                            with closing(run.items()) as items:
                                for _ in itertools.islice(items, 3):
                                    pass
                        elif job.body in ("wait", "rule raises"):
                            run.wait()
                        elif "cancel" in job.body:
                            run.cancel()
                        if job.body.endswith("raise"):
                            job.fail()
                except Exception as error:
                    return judge(job, error, code)
                return judge(job, None, code)

            yield lambda jobs: [*threads.map(one, jobs)]
        return

    with start_blocking_portal() as portal, async_clients(base_url, code, portal) as async_clients_:

        async def perform(jobs: list[Job]) -> list[Ended]:
            ended: list[Ended] = []
            limiter = anyio.CapacityLimiter(CONCURRENCY)

            async def one(job: Job) -> None:
                async with limiter:
                    try:
                        websets = async_clients_[job.is_given].websets
                        async with websets.run(BODY, until=job.until(), external_id=job.name) as run:
                            if "items" in job.body:
                                async with aclosing(run.items()) as items:
                                    left = 3
                                    async for _ in items:
                                        left -= 1
                                        if not left:
                                            break
                            elif job.body in ("wait", "rule raises"):
                                await run.wait()
                            elif "cancel" in job.body:
                                await run.cancel()
                            if job.body.endswith("raise"):
                                job.fail()
                    except Exception as error:
                        ended.append(judge(job, error, code))
                    else:
                        ended.append(judge(job, None, code))

            async with anyio.create_task_group() as group:
                for job in jobs:
                    group.start_soon(one, job)
            return ended

        yield lambda jobs: portal.call(perform, jobs)
