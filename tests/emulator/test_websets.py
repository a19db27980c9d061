"""Updates and previews of Websets in the emulator, and the team."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.emulator_calls import TEA, cancel, create, get
from support.emulator_http import emulator_client


@pytest.mark.parametrize(
    ("change", "title", "metadata"),
    [
        ({"title": "All of it"}, "All of it", {"a": "b"}),
        ({"metadata": {"c": "d"}}, "Tea", {"c": "d"}),
        ({"metadata": {}}, "Tea", {}),
        ({"metadata": None}, "Tea", {}),
        ({"title": "All of it", "metadata": {"c": "d"}}, "All of it", {"c": "d"}),
        ({}, "Tea", {"a": "b"}),
    ],
    ids=str,
)
def test_an_updated_webset(
    change: dict[str, Any], title: str, metadata: dict[str, str], websets_emulator: Emulator, http: httpx.Client
) -> None:
    """Title, metadata and updatedAt change, omitted fields keep their values, and null clears the metadata."""
    id = create(http, TEA, title="Tea", metadata={"a": "b"}, externalId="tea")
    cancel(http, id)
    websets_emulator.advance(1)
    before = http.get("/v0/websets").json()["data"][0]
    answer = http.post("/v0/websets/tea", json=change)

    assert answer.status_code == 200
    assert answer.json() == {
        **before,
        "title": title,
        "metadata": metadata,
        "updatedAt": answer.json()["updatedAt"],
    }
    assert answer.json()["updatedAt"] > before["updatedAt"]
    assert get(http, id) == {**answer.json(), "items": []}


@pytest.mark.parametrize("body", [{"title": ""}, {"name": "x"}, {"metadata": {"a": 1}}, {"externalId": "x"}, []])
def test_an_invalid_update(body: Any, strict_http: httpx.Client) -> None:
    """An invalid body is a 400 and changes nothing."""
    id = create(strict_http, TEA)
    before = get(strict_http, id)
    assert strict_http.post(f"/v0/websets/{id}", json=body).status_code == 400
    assert get(strict_http, id) == before


def test_an_unknown_webset_cannot_be_updated(http: httpx.Client) -> None:
    """An unknown id is a 404."""
    assert http.post("/v0/websets/webset_x", json={}).status_code == 404


def test_a_preview(http: httpx.Client) -> None:
    """A preview returns the entity, the criteria and some enrichments, without items, and creates nothing."""
    answer = http.post("/v0/websets/preview", json={"search": {"query": "founders of makers of tea"}})
    preview = answer.json()

    assert answer.status_code == 200
    assert preview["search"]["entity"] == {"type": "person"}
    assert all(one["description"] for one in preview["search"]["criteria"])
    assert all(one["description"] and one["format"] for one in preview["enrichments"])
    assert preview["items"] == []
    assert http.get("/v0/websets").json()["data"] == []


@pytest.mark.parametrize(("count", "items"), [(None, 10), (1, 1), (10, 10)])
def test_a_preview_with_items(count: int | None, items: int, http: httpx.Client) -> None:
    """With `search=true` the preview has as many items of the entity as requested."""
    asked = {"query": "makers of tea", "entity": {"type": "article"}, **({"count": count} if count else {})}
    answers = [http.post(f"/v0/websets/preview?search={flag}", json={"search": asked}) for flag in ("true", "false")]
    found, none = (answer.json()["items"] for answer in answers)

    assert [answer.status_code for answer in answers] == [200, 200]
    assert none == []
    assert len({item["id"] for item in found}) == items
    assert [item["properties"]["type"] for item in found] == ["article"] * items


@pytest.mark.parametrize("query", ["?", "123 + 4", " "])
def test_a_query_that_cannot_be_analyzed(query: str, http: httpx.Client) -> None:
    """A preview of a query without any letter is a 422."""
    answer = http.post("/v0/websets/preview", json={"search": {"query": query}})
    assert (answer.status_code, answer.json()["error"]) == (422, "Unprocessable Entity")


@pytest.mark.parametrize(
    ("query", "body"),
    [
        ("", {"query": "tea"}),
        ("", {"search": {"query": ""}}),
        ("", {"search": {"query": "tea", "count": 11}}),
        ("?search=perhaps", {"search": {"query": "tea"}}),
    ],
)
def test_an_invalid_preview(query: str, body: dict[str, Any], strict_http: httpx.Client) -> None:
    """An invalid body or query is a 400."""
    assert strict_http.post(f"/v0/websets/preview{query}", json=body).status_code == 400


@pytest.mark.parametrize("limit", [None, 2])
def test_the_team_counts_running_websets(limit: int | None) -> None:
    """The team has the number of running Websets, and the limit."""
    with (
        Emulator(running_limit=limit) as emulator,
        emulator_client(emulator) as http,
    ):
        teams = [http.get("/v0/teams/me").json()]
        first, _ = create(http, TEA), create(http, TEA)
        teams.append(http.get("/v0/teams/me").json())
        cancel(http, first)
        teams.append(http.get("/v0/teams/me").json())
        emulator.advance(60)
        teams.append(http.get("/v0/teams/me").json())

    assert [team["concurrency"] for team in teams] == [{"active": active, "queued": 0} for active in (0, 2, 1, 0)]
    assert {team["object"] for team in teams} == {"team"}
    assert len({(team["id"], team["name"]) for team in teams}) == 1
    assert teams[0]["limits"] == {"maxConcurrent": limit, "maxQueued": None}
