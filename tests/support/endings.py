"""The result of a call, an iterator or a block of a client, for either kind of client."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from attrs import frozen
from support.caller import Act, Caller


@frozen
class Block:
    """A context manager, and a function to call inside of it."""

    manager: Any
    inside: Callable[[Any], Any] = lambda entered: None


def error_of(call: Caller, act: Act, **settings: Any) -> BaseException | None:
    """Return the exception that a call raises, or None."""
    result, error = ending_of(call, act, **settings)
    assert error is None or result is None
    return error


def result_of(call: Caller, act: Act, **settings: Any) -> Any:
    """Return the result of a call that has to succeed: a list if it returns an iterator."""
    result, error = ending_of(call, act, **settings)
    assert error is None, repr(error)
    return result


def ending_of(call: Caller, act: Act, **settings: Any) -> tuple[Any, BaseException | None]:
    """Return the result of a call and the exception that it raises; one of them is None."""

    def perform(client: Any) -> tuple[Any, BaseException | None]:
        try:
            return _finish(act(client)), None
        except BaseException as error:
            return None, error

    async def perform_async(client: Any) -> tuple[Any, BaseException | None]:
        try:
            return await _finish_async(act(client)), None
        except BaseException as error:
            return None, error

    ending: tuple[Any, BaseException | None] = call(perform if call.kind == "sync" else perform_async, **settings)
    return ending


def _finish(value: Any) -> Any:
    if isinstance(value, Block):
        with value.manager as entered:
            return _finish(value.inside(entered))
    return [*value] if inspect.isgenerator(value) else value


async def _finish_async(value: Any) -> Any:
    if inspect.isawaitable(value):
        value = await value
    if isinstance(value, Block):
        async with value.manager as entered:
            return await _finish_async(value.inside(entered))
    return [one async for one in value] if hasattr(value, "__aiter__") else value
