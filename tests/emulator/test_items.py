"""Items in the emulator: found one by one, of the requested type, with enrichment results."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from exa_websets import models
from exa_websets.emulator import Emulator
from support.emulator_calls import TEA, create, get

MANY = {"search": {"query": "makers of tea", "count": 45}}
ENRICHMENTS = [{"description": "Who leads it?"}, {"description": "Its page", "format": "url"}]


def test_items_appear_as_they_are_found(websets_emulator: Emulator, http: httpx.Client) -> None:
    """With `expand` the Webset has the items found so far, the newest first; without it, none."""
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
    """With `expand` a Webset with more than 100 items has the latest 100."""
    id = create(http, {"search": {"query": "makers of tea", "count": 130}})
    websets_emulator.advance(3600)
    items = get(http, id, expand="items")["items"]
    numbers = [int(item["properties"]["url"].rpartition("-")[2]) for item in items]

    assert numbers == list(range(130, 30, -1))


def test_enrichment_results_appear_item_by_item(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Each item has a result for each enrichment, first pending and empty, some seconds later completed."""
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
    """The entity is derived from the query, and the items are of that type."""
    id = create(http, {"search": {"query": query, "count": 1}})
    websets_emulator.advance(10)
    webset = get(http, id, expand="items")

    assert webset["searches"][0]["entity"] == {"type": kind}
    assert [item["properties"]["type"] for item in webset["items"]] == [kind]


@pytest.mark.parametrize("seconds", [0, 3, 8, 12.5, 25, 40])
@pytest.mark.parametrize("query", ["makers of tea", "people", "articles", "papers"])
def test_answers_have_no_undocumented_fields(
    seconds: float, query: str, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """The attrs models, which the other generator wrote, decode each answer and know all its fields."""
    id = create(http, {"enrichments": ENRICHMENTS, "search": {"query": query, "count": 2}})
    websets_emulator.advance(seconds)
    webset = models.Webset.from_dict(get(http, id, expand="items"))

    parts: list[Any] = [webset, *webset.searches, *webset.enrichments, *(item for item in webset.items or [])]
    parts += [item.properties for item in webset.items or []]
    assert [part.additional_properties for part in parts] == [{}] * len(parts)


def pages(http: httpx.Client, webset: str, **query: Any) -> list[list[str]]:
    """Follow the cursors of the items to the end and return the ids of each page."""
    found: list[list[str]] = []
    while True:
        page = http.get(f"/v0/websets/{webset}/items", params=query).json()
        assert set(page) == {"data", "hasMore", "nextCursor"}
        assert page["hasMore"] is (page["nextCursor"] is not None)
        found.append([item["id"] for item in page["data"]])
        if page["nextCursor"] is None:
            return found
        assert page["nextCursor"] == found[-1][-1]
        query["cursor"] = page["nextCursor"]


@pytest.mark.parametrize(("limit", "sizes"), [(None, [20, 20, 5]), (1, [1] * 45), (45, [45]), (100, [45])])
def test_pages_contain_all_items(
    limit: int | None, sizes: list[int], websets_emulator: Emulator, http: httpx.Client
) -> None:
    """Items are listed newest first, each once; a cursor is the id of a page's last item."""
    id = create(http, MANY)
    websets_emulator.advance(3600)
    found = pages(http, id, **({} if limit is None else {"limit": limit}))

    assert [len(page) for page in found] == sizes
    assert [one for page in found for one in page] == [item["id"] for item in get(http, id, expand="items")["items"]]
    assert len({one for page in found for one in page}) == 45


def test_later_items_do_not_shift_a_page(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The page after a cursor stays the same when more items are found or the item of the cursor is deleted."""
    id = create(http, MANY)
    websets_emulator.advance(100)
    first, *rest = pages(http, id, limit=10)
    websets_emulator.advance(20)
    assert http.delete(f"/v0/websets/{id}/items/{first[-1]}").status_code == 200

    assert pages(http, id, limit=10, cursor=first[-1]) == rest


def test_items_of_one_source(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The filter selects the items of one search, across pages; an unknown one has none."""
    id = create(http, MANY)
    second = http.post(f"/v0/websets/{id}/searches", json={"query": "coffee", "count": 30, "behavior": "append"}).json()
    websets_emulator.advance(3600)
    first = get(http, id)["searches"][0]["id"]

    assert [len(page) for page in pages(http, id)] == [20, 20, 20, 15]
    assert [len(page) for page in pages(http, id, sourceId=first)] == [20, 20, 5]
    assert [len(page) for page in pages(http, id, sourceId=second["id"])] == [20, 10]
    assert pages(http, id, sourceId="wsearch_x") == [[]]


def test_a_page_of_a_million_items(websets_emulator: Emulator, http: httpx.Client) -> None:
    """In a Webset of a million items, any page and any item can be read."""
    id = create(http, {"search": {"query": "makers of tea", "count": 10**6}})
    websets_emulator.advance(10**7)
    page = newest = http.get(f"/v0/websets/{id}/items").json()
    cursor = newest["nextCursor"]
    for _ in range(20):
        page = http.get(f"/v0/websets/{id}/items", params={"cursor": cursor, "limit": 100}).json()
        cursor = page["nextCursor"]
    last = page["data"][-1]

    assert len(newest["data"]) == 20
    assert last["properties"]["url"].endswith(f"-{10**6 - 20 - 20 * 100 + 1}")
    assert http.get(f"/v0/websets/{id}/items/{last['id']}").json() == last


def test_an_item_is_read_and_deleted(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The delete returns the item without its pending results; then it is gone everywhere."""
    id = create(http, {"search": {"query": "makers of tea", "count": 3}, "enrichments": ENRICHMENTS})
    websets_emulator.advance(12)
    listed = http.get(f"/v0/websets/{id}/items").json()["data"]
    path = f"/v0/websets/{id}/items/{listed[1]['id']}"
    before = http.get(path).json()
    websets_emulator.advance(1)
    answer = http.delete(path)
    websets_emulator.advance(60)

    assert before == listed[1]
    assert answer.status_code == 200
    assert [one["status"] for one in before["enrichments"]] == ["pending"] * 2
    assert [one["status"] for one in answer.json()["enrichments"]] == ["canceled"] * 2
    assert answer.json()["properties"] == before["properties"]
    assert answer.json()["updatedAt"] > before["updatedAt"]
    assert (http.get(path).status_code, http.delete(path).status_code) == (404, 404)
    assert pages(http, id) == [[listed[0]["id"], listed[2]["id"]]]
    assert [item["id"] for item in get(http, id, expand="items")["items"]] == pages(http, id)[0]


def test_a_deleted_item_keeps_the_results_it_has(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Completed results stay completed in the answer."""
    id = create(http, {**TEA, "enrichments": ENRICHMENTS})
    websets_emulator.advance(60)
    (item,) = http.get(f"/v0/websets/{id}/items").json()["data"]

    assert http.delete(f"/v0/websets/{id}/items/{item['id']}").json() == item


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_unknown_items_and_websets(method: str, websets_emulator: Emulator, http: httpx.Client) -> None:
    """An item that is unknown, of another Webset or not found yet is a 404, and so is an unknown Webset."""
    id, other = create(http, TEA), create(http, TEA)
    websets_emulator.advance(10)
    theirs = http.get(f"/v0/websets/{other}/items").json()["data"][0]["id"]
    answers = [
        http.request(method, f"/v0/websets/{webset}/items/{item}").json()
        for webset, item in ((id, "witem_x"), (id, "witem_" + "0" * 26), (id, theirs), (id, id), ("webset_x", theirs))
    ]

    assert [(one["statusCode"], one["message"]) for one in answers] == [
        *[(404, "Item not found")] * 4,
        (404, "Webset not found"),
    ]
    assert http.get("/v0/websets/webset_x/items").json()["message"] == "Webset not found"


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "cursor=", "cursor=x", "cursor=witem_" + "0" * 26])
def test_an_invalid_page_of_items(query: str, http: httpx.Client) -> None:
    """A limit out of bounds and an invalid cursor are a 400."""
    id = create(http, TEA)
    assert http.get(f"/v0/websets/{id}/items?{query}").status_code == 400
