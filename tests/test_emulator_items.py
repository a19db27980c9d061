"""The emulator's items: found one by one, of the kind that was asked for, with the results of the enrichments."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from exa_websets import models
from exa_websets.emulator import Emulator
from plain_http import TEA, create, get

ENRICHMENTS = [{"description": "Who leads it?"}, {"description": "Its page", "format": "url"}]


def test_items_come_as_they_are_found(websets_emulator: Emulator, http: httpx.Client) -> None:
    """With expand there are as many items as are found, the newest first, and each stays the same; without, none."""
    id = create(http, {"search": {"query": "makers of tea", "count": 12}})
    known: dict[str, Any] = {}
    for _ in range(12):
        websets_emulator.advance(4)
        webset = get(http, id, expand="items")
        items = webset["items"]
        assert len(items) == webset["searches"][0]["progress"]["found"]
        assert [item["createdAt"] for item in items] == sorted((item["createdAt"] for item in items), reverse=True)
        assert all(known.setdefault(item["id"], item["properties"]) == item["properties"] for item in items)
        assert get(http, id)["items"] == []
    assert len(known) == 12


def test_only_the_latest_100_items_are_shown(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Of more than 100 items the latest 100 come with the Webset."""
    id = create(http, {"search": {"query": "makers of tea", "count": 130}})
    websets_emulator.advance(3600)
    items = get(http, id, expand="items")["items"]
    numbers = [int(item["properties"]["url"].rpartition("-")[2]) for item in items]

    assert numbers == list(range(130, 30, -1))


def test_results_of_enrichments_come_item_by_item(websets_emulator: Emulator, http: httpx.Client) -> None:
    """An item has each enrichment, first pending without a result, some seconds later completed with one."""
    options = {"description": "Which?", "format": "options", "options": [{"label": "green"}, {"label": "black"}]}
    id = create(http, {**TEA, "enrichments": [options, {"description": "How many?", "format": "number"}]})
    websets_emulator.advance(10)
    (early,) = get(http, id, expand="items")["items"]
    websets_emulator.advance(12)
    (late,) = get(http, id, expand="items")["items"]

    assert [(one["status"], one["result"], one["reasoning"]) for one in early["enrichments"]] == [
        ("pending", None, None)
    ] * 2
    assert [(one["status"], one["result"]) for one in late["enrichments"]] == [
        ("completed", ["green"]),
        ("completed", ["42"]),
    ]
    assert late["updatedAt"] > early["updatedAt"] == early["createdAt"]


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("makers of tea", "company"),
        ("founders of makers of tea", "person"),
        ("scientists who drink tea", "person"),
        ("news about tea", "article"),
        ("papers about tea", "research_paper"),
    ],
)
def test_the_entity_is_detected(query: str, kind: str, websets_emulator: Emulator, http: httpx.Client) -> None:
    """The kind of thing is read from the query, and the items are of that kind."""
    id = create(http, {"search": {"query": query, "count": 1}})
    websets_emulator.advance(10)
    webset = get(http, id, expand="items")

    assert webset["searches"][0]["entity"] == {"type": kind}
    assert [item["properties"]["type"] for item in webset["items"]] == [kind]


@pytest.mark.parametrize("seconds", [0, 3, 8, 12.5, 25, 40])
@pytest.mark.parametrize("query", ["makers of tea", "people", "articles", "papers"])
def test_answers_hold_nothing_that_the_description_lacks(
    seconds: float, query: str, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """The attrs models, which the other generator wrote, read each answer and know all its fields."""
    id = create(http, {"enrichments": ENRICHMENTS, "search": {"query": query, "count": 2}})
    websets_emulator.advance(seconds)
    webset = models.Webset.from_dict(get(http, id, expand="items"))

    parts: list[Any] = [webset, *webset.searches, *webset.enrichments, *(item for item in webset.items or [])]
    parts += [item.properties for item in webset.items or []]
    assert [part.additional_properties for part in parts] == [{}] * len(parts)
