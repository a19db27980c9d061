"""What takes several requests, as steps: what to do next is decided once, for both clients.

A wait is a generator of steps. A runner performs each step and sends back what came of it, or throws in the error
that came instead.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from typing import Generic, TypeAlias, TypeVar

from attrs import frozen

from ._clock import Clock

T = TypeVar("T")


@frozen
class Get:
    """Read what is waited for; the request ends by `until`."""

    until: float


@frozen
class Cancel:
    """Cancel what is waited for; the request ends by `until`."""

    until: float


@frozen
class Sleep:
    """Do nothing for some seconds."""

    seconds: float


@frozen
class Done(Generic[T]):
    """Do nothing more; this is the result."""

    result: T


Operation: TypeAlias = Get | Cancel
Step: TypeAlias = Operation | Sleep
Steps: TypeAlias = Generator[Step, T | None, T]


def run(steps: Steps[T], clock: Clock, perform: Callable[[Operation], T]) -> T:
    """Take all steps and give the result; `perform` sends one request."""
    result: T | Exception | None = None
    while not isinstance(step := _next(steps, result), Done):
        result = None
        try:
            if isinstance(step, Sleep):
                clock.sleep(step.seconds)
            else:
                result = perform(step)
        except Exception as error:
            result = error
    return step.result


async def async_run(steps: Steps[T], clock: Clock, perform: Callable[[Operation], Awaitable[T]]) -> T:
    """Take all steps and give the result; `perform` sends one request."""
    result: T | Exception | None = None
    while not isinstance(step := _next(steps, result), Done):
        result = None
        try:
            if isinstance(step, Sleep):
                await clock.async_sleep(step.seconds)
            else:
                result = await perform(step)
        except Exception as error:
            result = error
    return step.result


def _next(steps: Steps[T], result: T | Exception | None) -> Step | Done[T]:
    """Tell a wait what came of its last step, and give the next one."""
    try:
        return steps.throw(result) if isinstance(result, Exception) else steps.send(result)
    except StopIteration as end:
        value: T = end.value
        return Done(value)
