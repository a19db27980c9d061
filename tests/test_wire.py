"""Every operation on the wire, as a server sees it: the same from both clients."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from bundle import bundle
from calling import KEY, Caller
from exa_websets import UnprocessableEntityError
from exa_websets.models import (
    CreateEnrichmentParameters,
    CreateWebsetParameters,
    CriterionInput,
    CustomEntity,
    EnrichmentFormat,
    EnrichmentOptionInput,
    ExcludeSourceInput,
    MetadataInput,
    ScopeRelationshipInput,
    ScopeSourceInput,
    Source,
    WebsetSearchInput,
)
from examples import DATA
from syrupy.assertion import SnapshotAssertion

OPENAPI = DATA.parent.parent / "openapi"
ID = "tea / 2026"

PLAIN: Any = {
    "title": "Tea",
    "search": {
        "query": "makers of tea",
        "count": 3,
        "entity": {"type": "custom", "description": "tea makers"},
        "criteria": [{"description": "makes tea"}],
        "recall": True,
        "exclude": [{"source": "webset", "id": "webset_1"}],
        "scope": [{"source": "import", "id": "import_1", "relationship": {"definition": "suppliers of", "limit": 2}}],
        "maxPeoplePerCompany": 1,
    },
    "enrichments": [
        {"description": "Which kinds?", "format": "options", "options": [{"label": "green"}, {"label": "black"}]}
    ],
    "exclude": [{"source": "import", "id": "import_2"}],
    "externalId": ID,
    "metadata": {"team": "tea"},
}
MODEL = CreateWebsetParameters(
    title="Tea",
    search=WebsetSearchInput(
        query="makers of tea",
        count=3,
        entity=CustomEntity(description="tea makers"),
        criteria=[CriterionInput(description="makes tea")],
        recall=True,
        exclude=[ExcludeSourceInput(source=Source.WEBSET, id="webset_1")],
        scope=[
            ScopeSourceInput(
                source=Source.IMPORT,
                id="import_1",
                relationship=ScopeRelationshipInput(definition="suppliers of", limit=2),
            )
        ],
        max_people_per_company=1,
    ),
    enrichments=[
        CreateEnrichmentParameters(
            description="Which kinds?",
            format_=EnrichmentFormat.OPTIONS,
            options=[EnrichmentOptionInput(label="green"), EnrichmentOptionInput(label="black")],
        )
    ],
    exclude=[ExcludeSourceInput(source=Source.IMPORT, id="import_2")],
    external_id=ID,
    metadata=MetadataInput({"team": "tea"}),
)

OPERATIONS: dict[str, Callable[[Any], Any]] = {
    "websets-cancel": lambda client: client.websets.cancel(ID),
    "websets-create": lambda client: client.websets.create(PLAIN),
    "websets-delete": lambda client: client.websets.delete(ID),
    "websets-get": lambda client: client.websets.get(ID, expand=["items"]),
    "websets-list": lambda client: client.websets.list(limit=2, search="tea", cursor="01kapwy29n4t2yz83gd5jvc1gm"),
}


def create(body: Any, client: Any) -> Any:
    return client.websets.create(body)


def on_the_wire(emulator: Any) -> dict[str, Any]:
    """Give the last request that the server saw, without the key and the port."""
    seen = emulator.requests[-1]
    headers = {name.lower(): value for name, value in dict(seen.headers).items()}
    assert headers.pop("x-api-key") == KEY
    assert headers.pop("host").startswith("127.0.0.1:")
    return {
        "method": seen.method,
        "path": seen.path,
        "query": seen.query,
        "headers": dict(sorted(headers.items())),
        "body": json.loads(seen.body) if seen.body else None,
    }


@pytest.mark.parametrize("operation", OPERATIONS)
def test_what_each_operation_sends(operation: str, websets_emulator: Any, snapshot: SnapshotAssertion) -> None:
    """Method, path, query, headers and body of each operation are what they were, from either client."""
    seen: list[Any] = []
    for kind in ("sync", "asyncio", "trio"):
        websets_emulator.fail(status=422)
        with pytest.raises(UnprocessableEntityError):
            Caller(kind)(OPERATIONS[operation], base_url=websets_emulator.base_url)
        seen.append(on_the_wire(websets_emulator))

    assert seen[0] == seen[1] == seen[2]
    assert seen[0] == snapshot


def test_no_operation_is_left_out() -> None:
    """Every operation of the document is in the snapshot."""
    operations = {operation["operationId"] for item in bundle(OPENAPI)["paths"].values() for operation in item.values()}

    assert operations == OPERATIONS.keys()


def test_a_model_and_a_plain_dictionary_send_the_same(call: Caller, websets_emulator: Any) -> None:
    """A body may be given in either form."""
    bodies: list[Any] = []
    for body in (PLAIN, MODEL):
        websets_emulator.fail(status=422)
        with pytest.raises(UnprocessableEntityError):
            call(partial(create, body), base_url=websets_emulator.base_url)
        bodies.append(on_the_wire(websets_emulator))

    assert bodies[0] == bodies[1]
