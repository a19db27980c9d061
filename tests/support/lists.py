"""The paged operations, and services whose lists never end."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import httpx
from support.answers import Handler
from support.caller import Act
from support.openapi_document import document, followed, models_of, resolved
from support.operations import CALLS

# Each operation that pages, with the model of an element of its pages.
LISTS: dict[str, str] = {
    operation["operationId"]: next(models_of(resolved(answer["schema"])["properties"]["data"]["items"]))
    for item in document()["paths"].values()
    for operation in item.values()
    if operation["operationId"].endswith("-list")
    for answer in followed(operation["responses"]["200"])["content"].values()
}


def list_all(operation: str, **more: Any) -> Act:
    """Return a function that reads all pages of a list, with all its filters."""
    method, path, named = CALLS[operation]
    filters = {name: value for name, value in named.items() if name != "cursor"}
    tag = method.partition(".")[0]
    return lambda client: getattr(client, tag).list_all(*path, **filters, **more)


def endless(path: str, cursor: Callable[[int], str], others: Handler) -> Handler:
    """Return a service whose list at this path has endless empty pages.

    The service fails if the list is read too far.
    """
    numbers = itertools.count(1)

    def handler(request: httpx.Request) -> httpx.Response:
        if request.method != "GET" or not request.url.path.endswith(path):
            return others(request)
        number = next(numbers)
        assert number < 3000, "the list is read without end"
        return httpx.Response(200, json={"data": [], "hasMore": True, "nextCursor": cursor(number)})

    return handler
