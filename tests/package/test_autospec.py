"""`unittest.mock.create_autospec` sees the attributes of a client, so misspelled calls in users' tests fail."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any
from unittest import mock
from unittest.mock import create_autospec

import exa_websets
import httpx
import pytest
from exa_websets import AsyncWebsetsClient, WebsetsClient
from support.caller import KEY, Caller
from support.internals import TAGS
from support.recordings import DOCUMENTED_CANCEL

CLIENTS = {"sync": WebsetsClient, "async": AsyncWebsetsClient}


def patched(kind: type) -> Any:
    with mock.patch.object(exa_websets, kind.__name__, autospec=True) as double:
        return double(KEY)


DOUBLES: dict[str, Callable[[Any], Any]] = {
    "of the class": lambda kind: create_autospec(kind, instance=True),
    "made by its double": lambda kind: create_autospec(kind)(KEY),
    "patched": patched,
}


@functools.cache
def double(kind: str, way: str) -> Any:
    return DOUBLES[way](CLIENTS[kind])


@pytest.mark.parametrize("tag", [*TAGS, "raw"])
@pytest.mark.parametrize("way", DOUBLES)
@pytest.mark.parametrize("kind", CLIENTS)
def test_a_resource_of_a_double(kind: str, way: str, tag: str) -> None:
    """A double has every method of every resource, with its signature, and no other attributes."""
    resource = getattr(double(kind, way), tag)
    if tag == "raw":
        assert resource.with_timeout
        return
    for name, method in inspect.getmembers(getattr(CLIENTS[kind], tag), inspect.isfunction):
        if not name.startswith("_"):
            found = getattr(resource, name)
            assert isinstance(found, mock.AsyncMock) is inspect.iscoroutinefunction(method)
            with pytest.raises(TypeError):
                found("a", "b", "c", "d", "e")
    with pytest.raises(AttributeError):
        resource.cancle("x")


def test_a_double_in_use() -> None:
    double = create_autospec(WebsetsClient, instance=True)
    double.websets.cancel.return_value = "canceled"
    assert double.websets.cancel("x", timeout=5) == "canceled"
    double.websets.cancel.assert_called_once_with("x", timeout=5)
    with pytest.raises(TypeError):
        double.websets.cancel()
    with pytest.raises(AttributeError):
        double.webset.cancel("x")


def test_views_have_resources_of_their_own(call: Caller) -> None:
    """Each client and each view creates its resources once; attributes that users set on a client are kept."""

    def act(client: Any) -> Any:
        client.team = "tea"
        view = client.with_options(timeout=3)
        assert client.websets is client.websets
        assert view.websets is not client.websets
        assert view.team == "tea"
        return client.websets.cancel("x")

    assert call(act, handler=lambda _: httpx.Response(200, json=DOCUMENTED_CANCEL)).id == "x"
