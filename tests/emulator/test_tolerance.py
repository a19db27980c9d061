"""Undocumented requests of known clients are accepted with a warning, and rejected by a strict emulator."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.emulator_calls import TEA, asked, create, monitor

UNKNOWN_KEYS: list[tuple[str, Any, list[str]]] = [
    ("/v0/websets", {**TEA, "name": "Tea"}, ["name"]),
    ("/v0/websets", {**TEA, "name": {"search": {}}, "external_id": "x"}, ["name", "external_id"]),
    ("/v0/websets", {"search": {**TEA["search"], "name": "Tea"}}, ["search.name"]),
    ("/v0/websets", {"search": {"query": "t", "criteria": [{"description": "x", "a": 1}]}}, ["search.criteria.0.a"]),
    ("/v0/websets/tea", {"name": "Tea"}, ["name"]),
    ("/v0/websets/tea/searches", {"query": "kettles", "count": 1, "limit": 3}, ["limit"]),
    ("/v0/websets/tea/enrichments", {"description": "Who?", "options": [{"label": "a", "x": 1}]}, ["options.0.x"]),
    ("/v0/webhooks", {"url": "http://localhost:1", "events": ["webset.idle"], "secret": "mine"}, ["secret"]),
]


@pytest.mark.parametrize(("path", "body", "keys"), UNKNOWN_KEYS, ids=[" ".join(keys) for _, _, keys in UNKNOWN_KEYS])
def test_unknown_keys_of_a_body(
    path: str, body: Any, keys: list[str], websets_emulator: Emulator, http: httpx.Client, strict_http: httpx.Client
) -> None:
    """Unknown keys are ignored at any depth, and each causes a warning."""
    create(http, TEA, externalId="tea")
    create(strict_http, TEA, externalId="tea")

    assert http.post(path, json=body).is_success
    assert websets_emulator.warnings == [f"POST {path}: the unknown key '{key}' was ignored" for key in keys]
    assert strict_http.post(path, json=body).json()["message"].startswith("Unrecognized key(s) in object: ")


@pytest.mark.parametrize("body", [{**TEA, "name": 1, "title": ""}, {"search": {"text": "tea"}}])
def test_a_body_with_other_errors(body: Any, websets_emulator: Emulator, http: httpx.Client) -> None:
    """A body that also has other errors is rejected without a warning."""
    assert http.post("/v0/websets", json=body).status_code == 400
    assert websets_emulator.warnings == []


@pytest.mark.parametrize(
    ("body", "kind"), [("[]", "an array"), ("[1]", "an array"), ('"tea"', "text"), ("3", "a number"), ("null", "null")]
)
def test_a_body_that_is_not_an_object(body: str, kind: str, http: httpx.Client, strict_http: httpx.Client) -> None:
    """The message says what was expected and what came, also for a part of the body."""
    for client in (http, strict_http):
        whole = client.post("/v0/websets", content=body)
        part = client.post("/v0/websets", content=f'{{"search": {{"query": "tea", "entity": {body}}}}}')
        assert (whole.status_code, part.status_code) == (400, 400)
        assert whole.json()["message"] == f"the body must be an object, not {kind}"
        if kind != "null":
            assert part.json()["message"] == f"search.entity must be an object, not {kind}"


@pytest.mark.parametrize("brackets", ["[]", "%5B%5D", "%5b%5d"])
@pytest.mark.parametrize(
    ("path", "key", "values"),
    [("/v0/websets/tea", "expand", ["items"]), ("/v0/events", "types", ["webset.created", "webset.idle"])],
)
def test_lists_in_a_query(
    brackets: str,
    path: str,
    key: str,
    values: list[str],
    websets_emulator: Emulator,
    http: httpx.Client,
    strict_http: httpx.Client,
) -> None:
    """Lists may be written with brackets, as axios does."""
    create(http, TEA, externalId="tea")
    create(strict_http, TEA, externalId="tea")
    websets_emulator.advance(60)
    query = "&".join(f"{key}{brackets}={value}" for value in values)
    plain = "&".join(f"{key}={value}" for value in values)

    assert http.get(f"{path}?{query}").json() == http.get(f"{path}?{plain}").json() != http.get(path).json()
    assert websets_emulator.warnings == [f"GET {path}: the query key '{key}[]' was read as '{key}'"]
    assert strict_http.get(f"{path}?{query}").status_code == 400


@pytest.mark.parametrize("query", ["offset=3", "limit[]=3", "cursor[]=x", "xtypes[]=x", "types[0]=webset.idle"])
def test_other_query_keys(query: str, http: httpx.Client) -> None:
    """Other unknown query keys are rejected, as recorded."""
    assert http.get(f"/v0/events?{query}").status_code == 400


def test_a_preview_in_the_old_form(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The vendor's Python client sends the query without a surrounding search object."""
    body = {"query": "founders of makers of tea", "entity": {"type": "company"}}
    flat = http.post("/v0/websets/preview", json=body)

    assert flat.json() == http.post("/v0/websets/preview", json={"search": body}).json()
    assert websets_emulator.warnings == ["POST /v0/websets/preview: the body was read as the value of 'search'"]


def test_a_monitor_without_a_count(websets_emulator: Emulator, http: httpx.Client, strict_http: httpx.Client) -> None:
    """Each search of such a monitor asks for ten items; an update without a behavior keeps it."""
    body = asked(create(http, TEA))
    del body["behavior"]["config"]["count"]
    made = http.post("/v0/monitors", json=body).json()
    changed = http.patch(f"/v0/monitors/{made['id']}", json={"status": "disabled"}).json()

    assert made["behavior"]["config"]["count"] == changed["behavior"]["config"]["count"] == 10
    assert websets_emulator.warnings == ["POST /v0/monitors: 'behavior.config.count' was missing and read as 10"]
    assert strict_http.post("/v0/monitors", json=body).status_code == 400


def test_documented_requests_cause_no_warning(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Documented requests cause no warning."""
    id = create(http, TEA)
    monitor(http, id)
    http.get(f"/v0/websets/{id}?expand=items")
    http.post("/v0/websets/preview", json={"search": {"query": "tea"}})
    assert websets_emulator.warnings == []
