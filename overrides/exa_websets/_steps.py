"""What takes several requests, as steps: what to do next is decided once, for both clients.

A wait is a generator of steps. A runner performs each step and sends back what came of it, or throws in the error
that came instead; Ctrl-C and the cancelation of a task too, so that a cancel that was begun can be brought to its end.
"""

from __future__ import annotations

import inspect
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from typing import Any, Generic, TypeAlias, TypeVar

from attrs import frozen

from ._clock import Clock

T = TypeVar("T")
E = TypeVar("E")
R = TypeVar("R")


@frozen
class Get:
    """Read what is waited for; the request ends by `until`."""

    until: float | None


@frozen
class Cancel:
    """Cancel what is waited for; the request ends by `until`."""

    until: float | None
    is_shielded: bool = False
    """Whether it gets through although its task is canceled meanwhile. """


@frozen
class Create:
    """Create what is waited for; the request ends by `until`."""

    until: float | None


@frozen
class Disable:
    """Disable a monitor; the request ends by `until`."""

    monitor: str
    until: float | None


@frozen
class Sleep:
    """Do nothing for some seconds."""

    seconds: float


@frozen
class Done(Generic[T]):
    """Do nothing more; this is the result."""

    result: T


@frozen
class Show(Generic[E]):
    """Give this to whoever reads along."""

    value: E


Operation: TypeAlias = Get | Cancel | Create | Disable
Step: TypeAlias = Operation | Sleep
Steps: TypeAlias = Generator[Step, T | None, T]
ShownSteps: TypeAlias = Generator[Step | Show[E], T | None, None]


def take(steps: Generator[Step, T | None, R], clock: Clock, perform: Callable[[Operation], T | None]) -> R:
    """Take all steps and give the result; `perform` sends one request."""
    result: T | BaseException | None = None
    while True:
        try:
            step = advance(steps, result)
            result = None
            if isinstance(step, Done):
                return step.result
            if isinstance(step, Sleep):
                clock.sleep(step.seconds)
            else:
                result = perform(step)
        except BaseException as error:
            if _have_ended(steps):
                raise
            result = error


async def async_take(
    steps: Generator[Step, T | None, R], clock: Clock, perform: Callable[[Operation], Awaitable[T | None]]
) -> R:
    """Take all steps and give the result; `perform` sends one request."""
    result: T | BaseException | None = None
    while True:
        try:
            step = advance(steps, result)
            result = None
            if isinstance(step, Done):
                return step.result
            if isinstance(step, Sleep):
                await clock.async_sleep(step.seconds)
            else:
                result = await perform(step)
        except BaseException as error:
            if _have_ended(steps):
                raise
            result = error


def show(steps: ShownSteps[E, T], clock: Clock, perform: Callable[[Operation], T | None]) -> Generator[E]:
    """Take the steps one by one, and yield what they show."""
    result: T | BaseException | None = None
    while True:
        try:
            step = advance(steps, result)
            result = None
            if isinstance(step, Done):
                return
            if isinstance(step, Sleep):
                clock.sleep(step.seconds)
            elif not isinstance(step, Show):
                result = perform(step)
        except BaseException as error:
            if _have_ended(steps):
                raise
            result = error
            continue
        if isinstance(step, Show):
            yield step.value


async def async_show(
    steps: ShownSteps[E, T], clock: Clock, perform: Callable[[Operation], Awaitable[T | None]]
) -> AsyncGenerator[E]:
    """Take the steps one by one, and yield what they show."""
    result: T | BaseException | None = None
    while True:
        try:
            step = advance(steps, result)
            result = None
            if isinstance(step, Done):
                return
            if isinstance(step, Sleep):
                await clock.async_sleep(step.seconds)
            elif not isinstance(step, Show):
                result = await perform(step)
        except BaseException as error:
            if _have_ended(steps):
                raise
            result = error
            continue
        if isinstance(step, Show):
            yield step.value


def is_interruption(error: BaseException) -> bool:
    """Tell whether an error is Ctrl-C, an exit or a task's cancelation, after which something can still be done."""
    return not isinstance(error, Exception | GeneratorExit)


def _have_ended(steps: Generator[object, Any, object]) -> bool:
    """Tell whether an error came out of the steps; else it is for them, also if it came between two of them."""
    return inspect.getgeneratorstate(steps) == inspect.GEN_CLOSED


def advance(steps: Generator[E, T | None, R], result: T | BaseException | None) -> E | Done[R]:
    """Tell steps what came of the last one, and give the next one."""
    try:
        return steps.throw(result) if isinstance(result, BaseException) else steps.send(result)
    except StopIteration as end:
        value: R = end.value
        return Done(value)
