"""The emulator conforms to the API document: schemathesis generates valid and invalid requests."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
import requests
import schemathesis
from exa_websets.emulator import Emulator
from hypothesis import HealthCheck, settings
from schemathesis import GenerationMode, checks
from support.emulator_http import emulator_client
from support.openapi_document import document

KEY = "key-of-the-fuzzer"
schema: Any = schemathesis.openapi.from_dict(copy.deepcopy(document()))
for_each_operation: Callable[[Callable[..., None]], Callable[..., None]] = schema.parametrize()

# The examples are few and share an emulator, which these health checks complain about.
UNHEALTHY = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.function_scoped_fixture]
# A wrong key is rejected with 400, as recorded, but the first check expects 401 or 403. An unknown
# method is an unknown route of the service, so 404, but the second check expects 405.
EXCLUDED: list[Any] = cast(Any, checks).CHECKS.get_by_names(["ignored_auth", "unsupported_method"])


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    """A session that keeps its connections open."""
    with requests.Session() as session:
        session.trust_env = False
        yield session


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    """An emulator for one operation."""
    with Emulator(api_key=KEY, strict=True) as running:
        yield running


@pytest.fixture
def ids(emulator: Emulator) -> dict[str, str]:
    """One record of each kind, by the tag of its operations."""
    with emulator_client(emulator, KEY) as http:

        def made(path: str, body: Any) -> str:
            id: str = http.post(f"/v0/{path}", json=body).raise_for_status().json()["id"]
            return id

        def first(path: str) -> str:
            id: str = http.get(f"/v0/{path}").raise_for_status().json()["data"][0]["id"]
            return id

        webset = made("websets", {"search": {"query": "makers of tea", "count": 3}})
        monitor = made("monitors", {"websetId": webset, **MONITOR})
        emulator.advance(2 * 24 * 3600)
        return {
            "websets": webset,
            "items": first(f"websets/{webset}/items"),
            "searches": made(f"websets/{webset}/searches", {"query": "makers of coffee", "count": 3}),
            "enrichments": made(f"websets/{webset}/enrichments", {"description": "Which kinds?"}),
            "imports": made("imports", {"format": "csv", "size": 9, "count": 1, "entity": {"type": "company"}}),
            "monitors": monitor,
            "monitor_runs": first(f"monitors/{monitor}/runs"),
            "webhooks": made("webhooks", {"events": ["webset.created"], "url": "https://example.com/hook"}),
            "events": first("events"),
        }


MONITOR = {"cadence": {"cron": "0 9 * * *"}, "behavior": {"type": "search", "config": {"count": 2}}}


def make_valid(case: Any, ids: dict[str, str]) -> None:
    """Fill in what no schema describes: existing ids, cron expressions, and queries with a meaning."""
    kinds = {"webset": "websets", "monitor": "monitors", "id": case.operation.tags[0]}
    kinds |= {"id": "webhooks"} if case.operation.tags[0] == "webhook_attempts" else {}
    case.path_parameters.update({name: ids[kinds[name]] for name in case.path_parameters})
    case.query.pop("cursor", None)
    for name, known in (("expand", "items"), ("types", "webset.idle"), ("eventType", "webset.idle")):
        if name in case.query:
            case.query[name] = [known] if isinstance(case.query[name], list) else known
    body: Any = case.body
    if isinstance(body, dict):
        fill_in(body, case.operation.definition.raw["operationId"], ids)


def fill_in(body: Any, operation: str, ids: dict[str, str]) -> None:
    """Make a body valid for the service."""
    refer(body, ids)
    if operation == "websets-create":
        search = body.setdefault("search", {"query": "makers of tea"})
        if "import" in body:  # the same source must not be in both
            search.pop("scope", None)
    if operation == "websets-preview":
        body["search"]["query"] = "makers of tea"
    if operation.startswith("monitors-") and "cadence" in body:
        body["cadence"] = MONITOR["cadence"]
    if "websetId" in body:
        body["websetId"] = ids["websets"]


def refer(body: Any, ids: dict[str, str]) -> None:
    """Replace the ids of all sources in a body by existing ones."""
    for source in [*body.get("import", []), *body.get("exclude", []), *body.get("scope", [])]:
        source["id"] = ids[f"{source['source']}s"]
    if isinstance(body.get("search"), dict):
        refer(body["search"], ids)


@pytest.mark.packaging
@pytest.mark.parametrize("key", [KEY])  # without a parameter, all operations would have the same test id
@for_each_operation
@settings(max_examples=5, suppress_health_check=UNHEALTHY)
def test_the_emulator_conforms_to_the_document(
    case: Any, key: str, emulator: Emulator, ids: dict[str, str], session: requests.Session
) -> None:
    """Valid requests are accepted, invalid ones are rejected, and each answer matches the API document."""
    if "host" in map(str.lower, case.headers or {}):
        return  # rejected before anything else; see test_limits.py
    if case.meta.generation.mode is GenerationMode.POSITIVE:
        make_valid(case, ids)
    where = {"base_url": emulator.base_url, "session": session}
    case.call_and_validate(**where, headers={"x-api-key": key}, excluded_checks=EXCLUDED)
