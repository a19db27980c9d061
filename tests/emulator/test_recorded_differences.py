"""Behavior that was recorded from the service, but that no recording in `tests/data` shows."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from exa_websets.emulator import Emulator
from exa_websets_generated import models
from support.emulator_calls import FILE, TEA, create, get
from support.emulator_http import upload

IMPORT = {"format": "csv", "size": len(FILE), "count": 2, "entity": {"type": "company"}}
OTHER = {"source": "webset", "id": "webset_other"}
SAME = {"source": "webset", "id": "webset_same"}


def items(http: httpx.Client, id: str) -> list[Any]:
    data: list[Any] = http.get(f"/v0/websets/{id}/items", params={"limit": 100}).json()["data"]
    return data


def test_excluded_sources_of_a_webset(http: httpx.Client) -> None:
    """Excluded sources of a Webset apply to its first search, each once. Later searches have only their own."""
    search = {**TEA["search"], "exclude": [SAME]}
    webset = http.post("/v0/websets", json={"search": search, "exclude": [SAME, OTHER]}).json()
    later = http.post(f"/v0/websets/{webset['id']}/searches", json={"query": "kettles", "count": 1}).json()

    assert webset["excludes"] == webset["searches"][0]["exclude"] == [SAME, OTHER]
    assert later["exclude"] == []


def test_an_email_address_is_a_text(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The format `email` is shown as `text` from the creation on, in the results too."""
    id = create(http, TEA, enrichments=[{"description": "How to reach them?", "format": "email"}])
    websets_emulator.advance(60)
    [item] = items(http, id)

    assert [one["format"] for one in get(http, id)["enrichments"]] == ["text"]
    assert [one["format"] for one in item["enrichments"]] == ["text"]
    assert "@" in item["enrichments"][0]["result"][0]


@pytest.mark.parametrize("source", ["import", "webset"])
def test_rows_are_evaluated_on_request(source: str, websets_emulator: Emulator, http: httpx.Client) -> None:
    """Evaluated rows have the criteria of the search and their import; other rows have neither."""
    made = http.post("/v0/imports", json=IMPORT).json()
    assert upload(made["uploadUrl"], FILE) == 200
    origin = create(http, {"import": [{"source": "import", "id": made["id"]}]})
    websets_emulator.advance(60)
    chosen = {"source": source, "id": made["id"] if source == "import" else origin}
    evaluated, plain = (
        create(http, {**TEA, "import": [{**chosen, **more}]}) for more in ({"evaluate": True}, {"evaluate": False})
    )
    websets_emulator.advance(60)
    criteria = [one["description"] for one in get(http, evaluated)["searches"][0]["criteria"]]

    for item in items(http, evaluated):
        assert [one["criterion"] for one in item["evaluations"]] == criteria
        assert item.get("scopeId") == (item["sourceId"] if item["source"] == "import" else None)
    for item in items(http, plain):
        assert bool(item["evaluations"]) == (item["source"] == "search")
        assert "scopeId" not in item
    assert len(items(http, evaluated)) == len(items(http, plain)) == 3


def test_an_evaluation_needs_a_search(http: httpx.Client) -> None:
    """Without a search there are no criteria to evaluate."""
    made = http.post("/v0/imports", json=IMPORT).json()
    answer = http.post("/v0/websets", json={"import": [{"source": "import", "id": made["id"], "evaluate": True}]})
    assert (answer.status_code, answer.json()["message"]) == (400, "evaluate needs a search")


@pytest.mark.parametrize(("query", "number"), [("tea", 1), ("tea makers", 1), ("makers of tea", 2)])
def test_how_many_criteria_are_derived(query: str, number: int, websets_emulator: Emulator, http: httpx.Client) -> None:
    """There are one or two derived criteria, and 5 to 11 references in each evaluation."""
    id = create(http, {"search": {"query": query, "count": 9}})
    websets_emulator.advance(90)
    evaluations = [one for item in items(http, id) for one in item["evaluations"]]

    assert len(get(http, id)["searches"][0]["criteria"]) == number
    assert len(evaluations) == 9 * number
    assert {len(one["references"]) for one in evaluations} == set(range(5, 12))
    assert all(len({one["url"] for one in each["references"]}) == len(each["references"]) for each in evaluations)


def test_a_person(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A person has a name, an employer, earlier positions and a degree."""
    id = create(http, {"search": {"query": "founders of makers of tea", "count": 9}})
    company = create(http, {"search": {"query": "makers of tea", "count": 9}})
    websets_emulator.advance(90)
    people = [item["properties"]["person"] for item in items(http, id)]
    companies = [item["properties"]["company"] for item in items(http, company)]

    assert not {one["name"].split()[1] for one in people} & {one["name"].split()[1] for one in companies}
    for person in people:
        now, earlier = person["workHistory"]
        assert now["company"]["name"] == person["company"]["name"] != person["name"]
        assert now["dates"]["from"] == earlier["dates"]["to"]
        assert now["dates"]["to"] is None
        [education] = person["educationHistory"]
        assert set(education) == {"degree", "dates", "institution"}
        assert set(education["institution"]) == set(now["company"]) == {"id", "name", "linkedinUrl"}
        assert models.Person.from_dict(person).to_dict() == person
