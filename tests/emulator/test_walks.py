"""After any sequence of calls, the emulator's answers are consistent with one another and over time."""

from __future__ import annotations

from random import Random
from typing import Any

import httpx
import pytest
from exa_websets import models
from exa_websets.emulator import Emulator
from support.emulator_calls import cancel, create, get
from support.emulator_http import emulator_client, upload

ENDED = ("completed", "canceled", "failed")


def put_file(http: httpx.Client, random: Random) -> str:
    """Create an import, whose file may be missing or unreadable."""
    file = b"url\n" + b"".join(b"https://example.com/%d\n" % row for row in range(random.randrange(5)))
    count = file.count(b"\n") - 1
    body = {"format": "csv", "size": len(file), "count": count, "entity": {"type": "company"}}
    made = http.post("/v0/imports", json=body).json()
    if random.random() < 0.7:
        assert upload(made["uploadUrl"], file) == 200
    return str(made["id"])


def step(http: httpx.Client, id: str, random: Random) -> None:
    """Make one random call to a Webset."""
    webset, path = get(http, id), f"/v0/websets/{id}"
    items = http.get(f"{path}/items").json()["data"]
    match random.randrange(9):
        case 0 | 1:
            behavior = random.choice(["append", "override"])
            answer = http.post(f"{path}/searches", json={"query": "tea", "count": 2, "behavior": behavior})
        case 2:
            answer = http.post(f"{path}/enrichments", json={"description": "Who leads it?"})
        case 3 if webset["searches"]:
            answer = http.post(f"{path}/searches/{random.choice(webset['searches'])['id']}/cancel")
        case 4 if webset["enrichments"]:
            answer = http.post(f"{path}/enrichments/{random.choice(webset['enrichments'])['id']}/cancel")
        case 5 if webset["enrichments"]:
            answer = http.delete(f"{path}/enrichments/{random.choice(webset['enrichments'])['id']}")
        case 6 if items:
            answer = http.delete(f"{path}/items/{random.choice(items)['id']}")
        case 7 if random.random() < 0.5:
            answer = http.post(f"{path}/cancel")
        case _:
            answer = http.post(path, json={"metadata": {"step": str(random.random())}})
    assert answer.is_success, answer.text


def assert_follows(before: Any, now: Any) -> None:
    """Assert that one answer about a Webset can follow another."""
    assert now["updatedAt"] >= before["updatedAt"]
    for kind in ("searches", "imports"):
        was = {one["id"]: one for one in before[kind]}
        assert [one["id"] for one in now[kind]][: len(was)] == [*was]
        for one in now[kind]:
            earlier = was.get(one["id"], one)
            assert one["updatedAt"] >= earlier["updatedAt"]
            assert earlier["status"] not in ENDED or one["status"] == earlier["status"]
            assert one["status"] != "pending" or kind == "imports"
    enrichments = {one["id"]: one for one in before["enrichments"]}
    for one in now["enrichments"]:
        earlier = enrichments.get(one["id"], one)
        assert one["title"] or not earlier["title"]
        assert one["updatedAt"] >= earlier["updatedAt"]
    assert now["title"] or not before["title"]


def assert_is_consistent(webset: Any) -> None:
    """Assert that the parts of a Webset are consistent, and that the other generator's models describe all of it."""
    states = [one["status"] for kind in ("searches", "imports", "enrichments") for one in webset[kind]]
    assert webset["status"] == ("idle" if all(state in ENDED for state in states) else "running")
    under_way = [one for one in webset["searches"] if one["status"] == "running" and one["progress"]["analyzed"]]
    assert len(under_way) <= 1
    enrichments = {one["id"]: one["status"] for one in webset["enrichments"]}
    for item in webset["items"]:
        assert [result["enrichmentId"] for result in item["enrichments"]] == [*enrichments]
        for result in item["enrichments"]:
            assert result["status"] == enrichments[result["enrichmentId"]] or result["status"] != "pending"
    decoded = models.Webset.from_dict(webset)
    parts: list[Any] = [decoded, *decoded.searches, *decoded.imports, *decoded.enrichments, *(decoded.items or [])]
    assert [part.additional_properties for part in parts] == [{}] * len(parts)


@pytest.mark.parametrize(
    "seed", [*range(6), *(pytest.param(seed, marks=pytest.mark.packaging) for seed in range(6, 12))]
)
def test_a_walk_of_calls_and_time(seed: int) -> None:
    """Ended parts run again only because of a new search, and existing items never disappear by themselves."""
    random = Random(seed)
    with (
        Emulator(cancel_delay=random.choice([0, 0, 3])) as emulator,
        emulator_client(emulator) as http,
    ):
        sources = [{"source": "import", "id": put_file(http, random)} for _ in range(seed % 3)]
        search = {"search": {"query": "tea", "count": 2}} if seed % 2 or not sources else {}
        id = create(http, {**search, "import": sources})
        before = get(http, id, expand="items")
        for number in range(40):
            if random.random() < 0.7:
                emulator.advance(random.choice([0, 0.1, 1, 5, 12.3, 19, 40]))
            else:
                step(http, id, random)
            now = get(http, id, expand="items")
            assert_follows(before, now)
            assert_is_consistent(now)
            if number % 3 == 0:
                assert http.get(f"/v0/websets/{id}/items?limit=100").json()["data"] == now["items"]
            before = now
        cancel(http, id)
        emulator.advance(60)
        assert get(http, id)["status"] == "idle"
