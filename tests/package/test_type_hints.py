"""Tools that read annotations at runtime (LLM frameworks, DI containers, validators) can resolve all of them."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

import exa_websets
import pytest
from exa_websets import AsyncWebsetsClient, WebsetsClient, params, webhooks
from support.internals import TAGS

CLIENTS = (WebsetsClient, AsyncWebsetsClient)
# Special methods that tools inspect in addition to public names.
SPECIAL = ("__init__", "__call__", "__enter__", "__exit__", "__aenter__", "__aexit__")


def resource(client: type, tag: str) -> Any:
    """Return the class of a resource from the annotation of its attribute."""
    attribute: Any = inspect.getattr_static(client, tag)
    return typing.get_type_hints(attribute.func)["return"]


def functions_of(kind: type) -> Iterator[Callable[..., Any]]:
    """Yield the functions of a class, including its properties."""
    for name in dir(kind):
        found: Any = inspect.getattr_static(kind, name)
        if isinstance(found, property):
            found = found.fget
        elif isinstance(found, cached_property):
            found = found.func
        elif isinstance(found, classmethod | staticmethod):
            found = typing.cast("Any", found).__func__
        if inspect.isfunction(found) and (name in SPECIAL or not name.startswith("_")):
            yield found


def callables() -> dict[str, Callable[..., Any]]:
    public = [getattr(exa_websets, name) for name in exa_websets.__all__]
    classes = {
        *CLIENTS,
        *(resource(kind, tag) for kind in CLIENTS for tag in TAGS),
        *(each for each in public if inspect.isclass(each)),
    }
    functions: list[Callable[..., Any]] = [each for each in public if inspect.isfunction(each)]
    functions += [getattr(webhooks, name) for name in webhooks.__all__]
    for kind in classes:
        functions += [kind, *functions_of(kind)]
    return {f"{each.__module__}.{each.__qualname__}": each for each in functions}


def test_hints_of_public_callables() -> None:
    """Annotations can be resolved with both `typing` and `inspect`."""
    unresolved: dict[str, Exception] = {}
    for name, public in callables().items():
        try:
            typing.get_type_hints(public, include_extras=True)
            if inspect.isfunction(public):
                inspect.signature(public, eval_str=True)
        except Exception as error:
            unresolved[name] = error
    assert unresolved == {}


def test_help_names_every_option() -> None:
    """The docstring of a method lists everything that its `**options` accept."""
    lacking: dict[str, list[str]] = {}
    for name, public in callables().items():
        hints = typing.get_type_hints(public) if inspect.isfunction(public) else {}
        text = inspect.getdoc(public) or ""
        for options in typing.get_args(hints.get("options")):
            keys = [key for key in typing.get_type_hints(options) if f"`{key}`" not in text]
            lacking.setdefault(name, []).extend(keys)
    assert len(lacking) > 100
    assert {name: keys for name, keys in lacking.items() if keys} == {}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("method", ["run", "attach", "cancel_on_exit"])
def test_help_names_context_managers(client: type, method: str) -> None:
    """The docstring of a method that returns a context manager says how to use it."""
    text = inspect.getdoc(getattr(resource(client, "websets"), method)) or ""
    assert ("Use it with `async with`" if client is AsyncWebsetsClient else "Use it with `with`") in text


def test_all_of_them_are_tried() -> None:
    """The tested callables include the methods of both clients."""
    tried = callables()
    assert len(tried) > 200
    for each in (
        "_sync.websets.Websets.cancel_and_wait",
        "_async.websets.AsyncWebsets.run",
        "_sync.client.WebsetsClient",
    ):
        assert f"exa_websets.{each}" in tried


def test_hints_of_the_bodies() -> None:
    """The annotations of request TypedDicts and of the options of a call can be resolved."""
    bodies = [each for each in vars(params).values() if typing.is_typeddict(each)]
    assert len(bodies) > 20
    hints = [typing.get_type_hints(each) for each in bodies]
    assert all(hints)
    method = typing.get_type_hints(resource(WebsetsClient, "websets").cancel)
    [options] = typing.get_args(method["options"])
    assert {*typing.get_type_hints(options)} == {
        "timeout",
        "max_retries",
        "extra_headers",
        "extra_query",
        "extra_body",
    }
