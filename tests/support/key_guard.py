"""A pytest plugin that fails each test that shows the key, and a search for the key in errors."""

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
    """Fail a phase of a test if its output or its error shows the key, and mask the key."""
    report = yield
    # The report repeats the sections of earlier phases, which have been checked.
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
    """Return everything that tracebacks show of an error, including the local variables of all frames."""
    return "\n".join([*names(error), *traceback.format_exception(error)])


def names(error: BaseException, but: str = "") -> list[str]:
    """Return the local variables in the frames of an error, except for the frames of one file."""
    frames = [frame for one in _chain(error) for frame, _ in traceback.walk_tb(one.__traceback__)]
    wanted = [frame for frame in frames if frame.f_code.co_filename != but]
    return [f"{name} = {_repr(value)}" for frame in wanted for name, value in frame.f_locals.items()]


def held(error: BaseException) -> list[str | bytes]:
    """Return the strings with the key that an error references, other than through its traceback."""
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
    """Yield an error and all errors chained to it."""
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
    except Exception:  # objects of httpx are incomplete if their constructor failed
        return object.__repr__(value)
