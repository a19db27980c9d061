"""Numbers that no method can use are refused before anything is sent or registered."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from enum import IntEnum
from fractions import Fraction
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

import httpx
import pytest
from exa_websets import WebsetsClient
from support.caller import KEY, Caller
from support.recordings import DOCUMENTED_CANCEL

NAN, INFINITE = float("nan"), float("inf")
BODY = {"search": {"query": "makers of tea"}}
TIME = (NAN, -1, -INFINITE, "5", None, True)
COUNT = (NAN, INFINITE, 0, -1, 2.5, "4", None, True)


WAIT = {"timeout": TIME, "poll_interval": (*TIME, INFINITE)}

METHODS: dict[str, tuple[tuple[Any, ...], dict[str, tuple[Any, ...]]]] = {
    "websets.wait_until_idle": (("x",), WAIT),
    "websets.cancel_and_wait": (("x",), WAIT),
    "websets.cancel_many": ((["x"],), {"concurrency": COUNT}),
    "websets.cancel_all": ((), {"concurrency": COUNT}),
    "websets.get_or_create": (("x", BODY), {"wait_for_slot": TIME}),
    "websets.run": ((BODY,), {"wait_for_slot": TIME}),
    "imports.wait_until_completed": (("x",), WAIT),
    "archive": (("out",), {"concurrency": COUNT}),
}
"""The methods that take numbers, with their other arguments and what each number may not be."""
ROWS = [
    pytest.param(where, name, value, id=f"{where} {name}={value!r}")
    for where, (_, numbers) in METHODS.items()
    for name, values in numbers.items()
    for value in values
]


@pytest.mark.usefixtures("no_job_is_left")
@pytest.mark.parametrize("kind", ["sync", "asyncio"])
@pytest.mark.parametrize(("where", "name", "value"), ROWS)
def test_an_invalid_number_is_rejected(
    where: str, name: str, value: Any, kind: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The error names the argument and its value; nothing was sent and nothing was written."""
    monkeypatch.chdir(tmp_path)
    sent: list[httpx.Request] = []

    def act(client: Any) -> Any:
        return attrgetter(where)(client)(*METHODS[where][0], **{name: value})

    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    with pytest.raises(ValueError if is_number else TypeError, match=f"{name} is {value!r}; it must be "):
        Caller(kind)(act, handler=sent.append)
    assert sent == []
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("where", "name", "value", "words"),
    [
        ("websets.wait_until_idle", "timeout", -1, "0 or more"),
        ("websets.wait_until_idle", "poll_interval", 1e9 + 1, "from 0 to 1e+09"),
        ("websets.cancel_many", "concurrency", 0, "1 or more"),
        ("websets.cancel_many", "concurrency", 2.5, "a whole number"),
        ("websets.cancel_many", "concurrency", "4", "a number"),
    ],
)
def test_the_error_says_what_is_valid(where: str, name: str, value: Any, words: str, call: Caller) -> None:
    """The error has the range, or the kind of number."""
    with pytest.raises((ValueError, TypeError)) as caught:
        call(lambda client: attrgetter(where)(client)(*METHODS[where][0], **{name: value}))
    assert str(caught.value) == f"{name} is {value!r}; it must be {words}"


class Workers(IntEnum):
    TWO = 2


@pytest.mark.parametrize(
    ("where", "name", "values"),
    [
        ("websets.wait_until_idle", "timeout", (0, 0.5, Fraction(1, 2), INFINITE)),
        ("websets.wait_until_idle", "poll_interval", (0, 0.5, Fraction(1, 2), 1e9)),
        ("websets.cancel_many", "concurrency", (1, Workers.TWO)),
    ],
)
def test_a_valid_number_is_accepted(where: str, name: str, values: tuple[Any, ...], call: Caller) -> None:
    """The bounds are valid numbers, and so are numbers of other types than int and float."""

    def idle(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={**DOCUMENTED_CANCEL, "id": "x", "status": "idle"})

    def act(value: Any, client: Any) -> Any:
        return attrgetter(where)(client)(*METHODS[where][0], **{name: value})

    for value in values:
        call(partial(act, value), handler=idle)


def test_each_number_has_its_rows() -> None:
    """The table holds every number of a method that was written by hand, but for `older_than`, which is a filter."""
    found = dict[str, set[str]]()
    with WebsetsClient(KEY) as client:
        for resource in [name for name in dir(client) if not name.startswith("_")]:
            value = getattr(client, resource)
            for method in [name for name in dir(value) if not name.startswith("_")]:
                if callable(getattr(value, method)):
                    for parameter in _numbers(getattr(value, method)):
                        found.setdefault(f"{resource}.{method}", set()).add(parameter)
    assert found == {where: {*names} for where, (_, names) in METHODS.items() if where != "archive"}


def _numbers(method: Callable[..., Any]) -> list[str]:
    try:
        parameters = inspect.signature(method).parameters.values()
    except ValueError:  # written in C
        return []
    return [each.name for each in parameters if each.annotation in ("int", "float")]
