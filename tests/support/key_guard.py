"""Looks for the key of the tests where it may not be; as a plugin it fails each test that shows the key."""

from __future__ import annotations

import gc
import traceback
from collections.abc import Generator, Iterator
from types import FunctionType, ModuleType, TracebackType

import pytest
from support.caller import KEY

PLACEHOLDER = "<the key of the tests>"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Look at all that one part of a test has to show, once it has ended, and take the key out of it."""
    report = yield
    # The parts before stand there again; each was looked at when it ended.
    places = [name for name, text in report.sections if KEY in text and name.endswith(report.when or "")]
    if KEY in report.longreprtext:
        places.append("the failure itself")
    report.sections = [(name, _masked(text)) for name, text in report.sections]
    if places:
        words = f"{report.nodeid} shows the key in: {', '.join(places)}."
        report.longrepr = "\n\n".join([text for text in (words, _masked(report.longreprtext)) if text])
        report.outcome = "failed"
        vars(report).pop("wasxfail", None)
    return report


def _masked(text: str) -> str:
    return text.replace(KEY, PLACEHOLDER)


def shown(error: BaseException) -> str:
    """Give all that tracebacks show of an error, with the names in all frames and what they stand for."""
    return "\n".join([*names(error), *traceback.format_exception(error)])


def names(error: BaseException, but: str = "") -> list[str]:
    """Give the names in the frames of an error, except those of one file, and what they stand for."""
    frames = [frame for one in _chain(error) for frame, _ in traceback.walk_tb(one.__traceback__)]
    wanted = [frame for frame in frames if frame.f_code.co_filename != but]
    return [f"{name} = {_repr(value)}" for frame in wanted for name, value in frame.f_locals.items()]


def held(error: BaseException) -> list[str | bytes]:
    """Give each text with the key to which any reference of an error leads, besides those of its traceback."""
    found: list[str | bytes] = []
    seen: set[int] = set()
    waiting: list[object] = [*_chain(error)]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, type | ModuleType | FunctionType | TracebackType):
            continue
        seen.add(id(one))
        if (isinstance(one, str) and KEY in one) or (isinstance(one, bytes) and KEY.encode() in one):
            found.append(one)
        waiting += gc.get_referents(one)
    return found


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Give an error and all that are chained to it."""
    seen: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is not None and not any(one is each for each in seen):
            seen.append(one)
            waiting += [one.__cause__, one.__context__]
    yield from seen


def _repr(value: object) -> str:
    try:
        return repr(value)
    except Exception:  # httpx has objects that are half made when they fail
        return object.__repr__(value)
