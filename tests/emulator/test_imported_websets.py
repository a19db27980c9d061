"""Websets in the emulator that are built from imports or other Websets."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.emulator_calls import FILE, TEA, cancel, create, get
from support.emulator_http import upload


def announce(http: httpx.Client, file: bytes = FILE, count: int = 2, kind: str = "company") -> Any:
    """Create an import of this file."""
    body = {"format": "csv", "size": len(file), "count": count, "entity": {"type": kind}}
    return http.post("/v0/imports", json=body).json()


def put(made: Any, file: bytes = FILE) -> None:
    """Upload the file of an import."""
    assert upload(made["uploadUrl"], file) == 200


def of(*ids: str, source: str = "import", **more: Any) -> dict[str, Any]:
    """Return the body that creates a Webset from these imports or Websets."""
    return {"import": [{"source": source, "id": id} for id in ids], **more}


def items(http: httpx.Client, id: str) -> list[Any]:
    """Return the items of a Webset."""
    found: list[Any] = http.get(f"/v0/websets/{id}/items", params={"limit": 100}).json()["data"]
    return found


def test_the_rows_of_an_import_become_items(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The Webset runs until the import has ended; then each row is an item without evaluations."""
    made = announce(http)
    id = create(http, of(made["id"]))
    websets_emulator.advance(60)
    early = get(http, id, expand="items")
    put(made)
    websets_emulator.advance(10)
    late = get(http, id)

    assert (early["status"], early["items"], early["imports"][0]["status"]) == ("running", [], "processing")
    assert (late["status"], late["searches"]) == ("idle", [])
    assert late["imports"] == [http.get(f"/v0/imports/{made['id']}").json()]
    assert late["title"]
    assert [item["properties"]["url"] for item in items(http, id)] == ["https://birch.example", "https://amber.example"]
    for item in items(http, id):
        assert (item["source"], item["sourceId"], item["evaluations"]) == ("import", made["id"], [])
        assert item["properties"]["type"] == "company"
        assert http.get(f"/v0/websets/{id}/items/{item['id']}").json() == item


def test_an_item_names_what_identified_its_row(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Only rows of a file have such an identifier, and a row that has none leaves it out."""
    file = b"name,website\nAmber,amber.example\nBirch,\n"
    made = announce(http, file)
    put(made, file)
    rows = create(http, of(made["id"]))
    found = create(http, TEA)
    websets_emulator.advance(60)
    others = create(http, of(found, source="webset"))
    websets_emulator.advance(60)

    assert [item.get("sourceEntityId") for item in items(http, rows)] == [None, "amber.example"]
    assert ["sourceEntityId" in item for id in (found, others) for item in items(http, id)] == [False, False]


def test_a_completed_import_has_its_items_at_once(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The items of a completed import are in a new Webset at once, and each Webset has its own."""
    made = announce(http)
    put(made)
    websets_emulator.advance(10)
    first, second = create(http, of(made["id"])), create(http, of(made["id"]))

    assert get(http, first)["status"] == "idle"
    assert [item["createdAt"] for item in items(http, first)] == [get(http, first)["createdAt"]] * 2
    assert len({item["id"] for id in (first, second) for item in items(http, id)}) == 4


def test_rows_are_enriched(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The Webset keeps running until each row has its results."""
    made = announce(http)
    put(made)
    id = create(http, of(made["id"], enrichments=[{"description": "Who leads it?"}]))
    websets_emulator.advance(10)
    early = (get(http, id)["status"], [item["enrichments"][0]["status"] for item in items(http, id)])
    websets_emulator.advance(11)
    late = (get(http, id)["status"], [item["enrichments"][0]["status"] for item in items(http, id)])

    assert early == ("running", ["pending"] * 2)
    assert late == ("idle", ["completed"] * 2)


def test_an_import_and_a_search(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The items of both are in one list, and another search replaces only those of the first search."""
    made = announce(http)
    put(made)
    id = create(http, {**TEA, **of(made["id"])})
    websets_emulator.advance(60)
    before = [item["source"] for item in items(http, id)]
    http.post(f"/v0/websets/{id}/searches", json={"query": "coffee", "count": 2})
    websets_emulator.advance(1)

    assert sorted(before) == ["import", "import", "search"]
    assert [item["source"] for item in items(http, id)] == ["import", "import"]


@pytest.mark.parametrize("uploaded", [False, True])
@pytest.mark.parametrize("way", ["cancel", "delete"])
def test_a_cancel_of_the_webset_cancels_its_imports(
    way: str, uploaded: bool, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """Imports that have not ended are canceled for good; a completed one stays completed."""
    done, made = announce(http), announce(http)
    put(done)
    websets_emulator.advance(10)
    id = create(http, of(done["id"], made["id"]))
    if uploaded:
        put(made)
    answer = cancel(http, id) if way == "cancel" else http.delete(f"/v0/websets/{id}").json()
    put(made)
    websets_emulator.advance(60)

    assert answer["status"] == "idle"
    assert [one["status"] for one in answer["imports"]] == ["completed", "canceled"]
    assert [http.get(f"/v0/imports/{one['id']}").json()["status"] for one in (done, made)] == ["completed", "canceled"]


def test_an_import_that_fails_adds_no_items(websets_emulator: Emulator, http: httpx.Client) -> None:
    """After its import has failed, the Webset is idle and empty."""
    made = announce(http, count=3)
    put(made)
    id = create(http, of(made["id"]))
    websets_emulator.advance(10)
    webset = get(http, id)

    assert (webset["status"], webset["imports"][0]["status"], items(http, id)) == ("idle", "failed", [])


def test_a_deleted_import_leaves_its_webset(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The existing items stay, and the Webset no longer waits for the import."""
    done, made = announce(http), announce(http)
    put(done)
    websets_emulator.advance(10)
    full, waiting = create(http, of(done["id"])), create(http, of(made["id"]))
    for one in (done, made):
        assert http.delete(f"/v0/imports/{one['id']}").status_code == 200

    assert len(items(http, full)) == 2
    assert [get(http, id)["status"] for id in (full, waiting)] == ["idle", "idle"]


def test_pages_of_rows_added_at_the_same_moment(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Pages contain each row once, also where one import ends and the next begins."""
    imports = [announce(http) for _ in range(3)]
    for made in imports:
        put(made)
    websets_emulator.advance(10)
    id = create(http, of(*(made["id"] for made in imports)))
    found: list[str] = []
    cursor: dict[str, str] = {}
    while cursor or not found:
        page = http.get(f"/v0/websets/{id}/items", params={"limit": 1, **cursor}).json()
        found += [item["id"] for item in page["data"]]
        cursor = {"cursor": page["nextCursor"]} if page["nextCursor"] else {}

    assert found == [item["id"] for item in items(http, id)]
    assert len(set(found)) == 6


def test_an_import_that_two_websets_wait_for(http: httpx.Client) -> None:
    """A cancel of one Webset cancels the import for both, and there is an idle event for each."""
    made = announce(http)
    first, second = create(http, of(made["id"])), create(http, of(made["id"]))
    cancel(http, first)
    other = get(http, second)
    events = http.get("/v0/events", params={"types": "webset.idle"}).json()["data"]

    assert (other["status"], other["imports"][0]["status"]) == ("idle", "canceled")
    assert {event["data"]["id"] for event in events} == {first, second}


def test_the_identifier_column(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The identifier column is the announced one, else one with a known name, else the first."""
    found: list[str] = []
    for header, csv in (("name,url", None), ("\ufeffurl,link", None), ("a,b", None), ("name,url", {"identifier": 0})):
        file = f"{header}\nfirst.example,second.example\n".encode()
        body = {"format": "csv", "size": len(file), "count": 1, "entity": {"type": "company"}}
        made = http.post("/v0/imports", json={**body, **({"csv": csv} if csv else {})}).json()
        put(made, file)
        websets_emulator.advance(10)
        found.append(items(http, create(http, of(made["id"])))[0]["properties"]["company"]["name"])

    assert found == ["second.example", "first.example", "first.example", "first.example"]


def test_the_items_of_another_webset(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The current items of another Webset are copied by an import; later ones are not."""
    origin = create(http, {"search": {"query": "makers of tea", "count": 5}}, externalId="origin")
    websets_emulator.advance(60)
    copied = items(http, origin)
    id = create(http, of("origin", source="webset"))
    http.post(f"/v0/websets/{origin}/searches", json={"query": "coffee", "count": 1})
    http.delete(f"/v0/websets/{origin}")
    websets_emulator.advance(10)
    webset = get(http, id)
    again = create(http, of(id, source="webset"))
    websets_emulator.advance(10)

    assert [(one["format"], one["status"], one["count"]) for one in webset["imports"]] == [("webset", "completed", 5)]
    for one in (id, again):
        assert [item["properties"] for item in items(http, one)] == [item["properties"] for item in copied]
        assert {item["source"] for item in items(http, one)} == {"import"}
    assert not {item["id"] for item in items(http, id)} & {item["id"] for item in copied}


@pytest.mark.parametrize(
    ("row", "url"),
    [
        ("https://tea.example/a?b=c", "https://tea.example/a?b=c"),
        ("tea.example", "https://tea.example"),
        ("tea.example/a", "https://tea.example/a"),
        ("Grüne Teestube", "https://example.com/Gr%C3%BCne%20Teestube"),
        ("", "https://example.com/Row%201"),
    ],
)
@pytest.mark.parametrize("kind", ["company", "person", "article", "research_paper"])
def test_any_row_becomes_an_item(row: str, url: str, kind: str, websets_emulator: Emulator, http: httpx.Client) -> None:
    """A row is identified by its URL, which is invented if missing, and the item has the announced type."""
    file = f"url\tname,url\nx,{row}\ny,other\n".encode()
    made = announce(http, file, kind=kind)
    put(made, file)
    websets_emulator.advance(10)
    item = items(http, create(http, of(made["id"])))[-1]

    assert (item["properties"]["type"], item["properties"]["url"]) == (kind, url)


@pytest.mark.parametrize(("source", "message"), [("import", "Import not found"), ("webset", "Webset not found")])
def test_an_unknown_source(source: str, message: str, http: httpx.Client) -> None:
    """A Webset with an unknown source is a 404, and nothing is created, not even imports of other sources."""
    body = of(create(http, TEA), source="webset")
    body["import"].append({"source": source, "id": "x"})
    answer = http.post("/v0/websets", json=body).json()

    assert (answer["statusCode"], answer["message"]) == (404, message)
    assert len(http.get("/v0/websets").json()["data"]) == 1
    assert http.get("/v0/imports").json()["data"] == []


def test_a_source_is_imported_or_searched(http: httpx.Client) -> None:
    """The same import in both `import` and `search.scope` is a 400; different ones are not."""
    first, second = announce(http)["id"], announce(http)["id"]
    statuses = [
        http.post(
            "/v0/websets",
            json=of(first, search={"query": "tea", "scope": [{"source": "import", "id": id}]}),
        ).status_code
        for id in (first, second)
    ]

    assert statuses == [400, 201]
