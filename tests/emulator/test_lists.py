"""Lists, ids and paths in the emulator: cursors, filters, externalIds that need quoting."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.emulator_calls import TEA, create

ULID = r"[0-9a-hjkmnp-tv-z]{26}"


def pages(http: httpx.Client, **query: Any) -> list[list[str]]:
    """Follow the cursors to the end and return the ids of each page."""
    found: list[list[str]] = []
    while True:
        page = http.get("/v0/websets", params=query).json()
        assert set(page) == {"data", "hasMore", "nextCursor"}
        assert page["hasMore"] is (page["nextCursor"] is not None)
        assert all("items" not in webset for webset in page["data"])
        found.append([webset["id"] for webset in page["data"]])
        if page["nextCursor"] is None:
            return found
        assert re.fullmatch(ULID, page["nextCursor"])
        query["cursor"] = page["nextCursor"]


def test_an_empty_list(http: httpx.Client) -> None:
    """Without Websets there is one empty page."""
    assert http.get("/v0/websets").json() == {"data": [], "hasMore": False, "nextCursor": None}


@pytest.mark.parametrize("step", [0, 0.001, 60])
@pytest.mark.parametrize(("limit", "sizes"), [(None, [25, 5]), (10, [10, 10, 10]), (29, [29, 1]), (100, [30])])
def test_pages_contain_all_websets(
    step: float, limit: int | None, sizes: list[int], websets_emulator: Emulator, http: httpx.Client
) -> None:
    """Websets are listed newest first, each once, also when created at the same moment; the last page has no cursor."""
    made: list[str] = []
    for _ in range(30):
        made.append(create(http, TEA))
        websets_emulator.advance(step)
    found = pages(http, **({} if limit is None else {"limit": limit}))

    assert [len(page) for page in found] == sizes
    assert [id for page in found for id in page] == made[::-1] == sorted(made)[::-1]


def test_a_cursor_outlives_its_webset(http: httpx.Client) -> None:
    """A cursor still works when its Webset has been deleted and when others were added."""
    made = [create(http, TEA) for _ in range(4)]
    cursor = http.get("/v0/websets", params={"limit": 2}).json()["nextCursor"]
    http.delete(f"/v0/websets/{made[2]}")
    create(http, TEA)

    assert pages(http, cursor=cursor) == [[made[1], made[0]]]


def test_a_list_can_be_searched(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The filter matches a part of the id, the externalId or the title, ignoring case."""
    plain, named = create(http, TEA), create(http, TEA, externalId="Blue-7")
    titled = create(http, TEA, title="All the blues")
    websets_emulator.advance(3)

    assert pages(http, search="BLUE") == [[titled, named]]
    assert pages(http, search=plain[10:]) == [[plain]]
    assert pages(http, search="makers of") == [[named, plain]]
    assert pages(http, search="blue", limit=1) == [[titled], [named]]
    assert pages(http, search="green") == [[]]


def test_ids_have_the_forms_of_the_service(http: httpx.Client) -> None:
    """Websets and searches have a ULID; an enrichment created with its Webset has the other form."""
    webset = http.post("/v0/websets", json={**TEA, "enrichments": [{"description": "x"}]}).json()

    assert re.fullmatch(f"webset_{ULID}", webset["id"])
    assert re.fullmatch(f"wsearch_{ULID}", webset["searches"][0]["id"])
    assert re.fullmatch("wenrich_cm[a-z0-9]{23}", webset["enrichments"][0]["id"])
    assert webset["dashboardUrl"] == f"https://websets.exa.ai/websets/{webset['id']}"


@pytest.mark.parametrize("external_id", ["tea", "a/b ü", "a%2Fb", "../x", "tea?x=1#y", "cancel", "茶", "a" * 300])
def test_an_external_id_names_its_webset(external_id: str, http: httpx.Client) -> None:
    """Get, cancel and delete accept any externalId, once it is quoted."""
    id = create(http, TEA, externalId=external_id)
    path = f"/v0/websets/{quote(external_id, safe='')}"

    for response in (http.get(path), http.get(path + "/"), http.post(path + "/cancel"), http.delete(path)):
        assert response.status_code == 200
        assert (response.json()["id"], response.json()["externalId"]) == (id, external_id)


def test_requests_are_recorded_as_received(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Paths and queries stay undecoded, bodies are bytes, and the order is that of arrival."""
    http.post("/v0/websets/a%2Fb/cancel", content=b"{}", headers={"X-Extra": "1"})
    http.get("/v0/websets?search=a%20b&limit=3")
    first, second = websets_emulator.requests

    assert (first.method, first.path, first.query, first.body) == ("POST", "/v0/websets/a%2Fb/cancel", "", b"{}")
    assert first.headers["x-extra"] == "1"
    assert (second.method, second.path, second.query, second.body) == (
        "GET",
        "/v0/websets",
        "search=a%20b&limit=3",
        b"",
    )
    assert first.connection == second.connection
