"""Takes everything out: the two loops that do so with either client, a step after the other.

The steps write files, so that the asynchronous loop has each of them done in a thread.
"""

from __future__ import annotations

import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any, Unpack

import anyio.to_thread

from ._export import PathLike
from ._steps import Done, advance
from ._take_out import taking_out
from ._take_out_results import OnTakeOutProgress, TakeOut, TakeOutOptions, TakeOutProgress
from ._take_out_steps import Step

if TYPE_CHECKING:
    from ._client import AsyncWebsetsClient, WebsetsClient


def take_out(
    client: WebsetsClient, directory: PathLike, on_progress: OnTakeOutProgress, **options: Unpack[TakeOutOptions]
) -> TakeOut:
    """Do what `take_out` of the client says."""
    result: Any = None
    with closing(taking_out(directory, client.base_url, **options)) as steps:
        while not isinstance(step := advance(steps, result), Done):
            result = None
            if isinstance(step, TakeOutProgress):
                if on_progress is not None:
                    on_progress(step)
                continue
            try:
                result = step.call(client)
            except BaseException as error:
                result = error
    return step.result


async def async_take_out(
    client: AsyncWebsetsClient, directory: PathLike, on_progress: OnTakeOutProgress, **options: Unpack[TakeOutOptions]
) -> TakeOut:
    """Do what `take_out` of the client says."""
    twin: Any = client  # its resources have the same names as those of the other client, and give what is awaited
    result: Any = None
    steps = taking_out(directory, client.base_url, **options)
    turn = threading.Lock()  # a task that asyncio cancels does not wait for its thread

    def following(result: Any) -> Step | Done[TakeOut]:
        with turn:
            return advance(steps, result)

    try:
        while not isinstance(step := await anyio.to_thread.run_sync(following, result), Done):
            result = None
            if isinstance(step, TakeOutProgress):
                if on_progress is not None:
                    on_progress(step)
                continue
            try:
                result = await step.call(twin)
            except Exception as error:
                result = error
            except BaseException as error:
                with turn:
                    steps.throw(error)
                raise
    finally:
        with turn:
            steps.close()
    return step.result
