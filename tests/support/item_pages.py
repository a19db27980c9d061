"""Items and enrichments as the service sends them, and a service that lists them, the newest first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
from attrs import define, field
from support.recordings import recorded

ITEM: dict[str, Any] = recorded("items_list_with_enrichments").answer["data"][0]
RESULT: dict[str, Any] = ITEM["enrichments"][0]
WEBSET: dict[str, Any] = recorded("websets_get_idle").answer
ENRICHMENT: dict[str, Any] = recorded("enrichments_delete").answer


def item(id: str, *results: dict[str, Any], **properties: Any) -> dict[str, Any]:
    """Return an item with these results, which is a company unless properties are given."""
    return {**ITEM, "id": id, "properties": properties or ITEM["properties"], "enrichments": [*results]}


def company(id: str, *results: dict[str, Any], name: str) -> dict[str, Any]:
    """Return an item that is a company with this name."""
    properties = ITEM["properties"]
    return item(id, *results, **{**properties, "company": {**properties["company"], "name": name}})


def result(enrichment: str, *values: str, format: str = "text", status: str = "completed") -> dict[str, Any]:
    """Return the result of an enrichment, which is null without values."""
    return {**RESULT, "enrichmentId": enrichment, "result": [*values] or None, "format": format, "status": status}


def enrichment(id: str, title: str | None, description: str = "What is asked.") -> dict[str, Any]:
    """Return an enrichment."""
    return {**ENRICHMENT, "id": id, "title": title, "description": description}


@define
class ItemPages:
    """A service with one Webset whose items are listed in pages, the newest first; a cursor is the id of an item.

    `on_list` is called with the number of earlier lists, and may return another response.
    """

    items: list[dict[str, Any]]
    enrichments: list[dict[str, Any]] = field(factory=list[dict[str, Any]])
    page: int = 2
    on_list: Callable[[int], httpx.Response | None] = lambda _: None
    seen: list[httpx.Request] = field(factory=list[httpx.Request])

    @property
    def cursors(self) -> list[str | None]:
        return [one.url.params.get("cursor") for one in self.seen if one.url.path.endswith("/items")]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        if not request.url.path.endswith("/items"):
            return httpx.Response(200, json={**WEBSET, "enrichments": self.enrichments})
        if answer := self.on_list(len(self.cursors) - 1):
            return answer
        cursor = self.cursors[-1]
        start = 0 if cursor is None else [one["id"] for one in self.items].index(cursor) + 1
        data = self.items[start : start + self.page]
        more = start + self.page < len(self.items)
        return httpx.Response(200, json={"data": data, "hasMore": more, "nextCursor": data[-1]["id"] if more else None})
