"""Every operation of the description is in both clients, the emulator, the recorded requests and the table."""

from __future__ import annotations

import re
from typing import Any

import pytest
from exa_websets_generated import api
from fastapi.routing import APIRoute
from support.internals import TAGS, emulator_routers
from support.openapi_document import document
from support.paths import ROOT, TESTS

DESCRIBED: dict[str, str] = {
    operation["operationId"]: f"{operation['tags'][0]}.{operation['operationId'].rpartition('-')[2]}"
    for item in document()["paths"].values()
    for operation in item.values()
}
REQUESTS = {
    operation["operationId"]: f"{method.upper()} {path}"
    for path, item in document()["paths"].items()
    for method, operation in item.items()
}


def methods(resource: Any, tag: str) -> set[str]:
    names = {name for name in dir(resource) if not name.startswith("_") and not name.endswith("_all")}
    return {f"{tag}.{name}" for name in names}


@pytest.mark.parametrize("prefix", ["", "Async"])
def test_a_client_has_each_operation_as_a_method(prefix: str) -> None:
    """The generated resource classes have exactly one method for each operation."""
    found: set[str] = set()
    for tag in TAGS:
        name = prefix + "".join(word.capitalize() for word in tag.split("_"))
        found |= methods(getattr(getattr(api, tag), name), tag)

    assert len(DESCRIBED) == len(set(DESCRIBED.values()))
    assert found == set(DESCRIBED.values())


def test_the_emulator_has_a_route_for_each_operation() -> None:
    """The emulator has exactly one route for each operation, with its name, method and path."""
    routes = [
        one for router in emulator_routers() for one in router.routes if isinstance(one, APIRoute) and one.operation_id
    ]
    found = {route.operation_id: f"{'/'.join(sorted(route.methods or ()))} {route.path}" for route in routes}

    assert len(routes) == len(found)
    missing = sorted(REQUESTS.keys() - found.keys())
    assert not missing, f"overrides/exa_websets/emulator/_api has no route for {', '.join(missing)}; add it there"
    assert found == REQUESTS


def test_the_wire_snapshot_has_each_operation() -> None:
    """The snapshot has exactly one request for each operation."""
    text = (TESTS / "http" / "__snapshots__" / "test_wire.ambr").read_text()

    recorded = re.findall(r"^# name: test_what_each_operation_sends\[(.*)\]$", text, re.MULTILINE)
    missing = sorted({*DESCRIBED} - {*recorded})
    advice = "add a call to tests/support/operations.py, and run pytest tests/http/test_wire.py --snapshot-update"
    assert not missing, f"the snapshot of the wire has no request of {', '.join(missing)}; {advice}"
    assert sorted(recorded) == sorted(DESCRIBED)


def test_the_table_has_a_row_for_each_operation() -> None:
    """generated/README.md lists each call and its request once."""
    table = (ROOT / "generated" / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z_.]+)\(.*?\)` \| `([A-Z]+ [^`]+)` \|", table, re.MULTILINE)

    assert sorted(rows) == sorted((DESCRIBED[operation], REQUESTS[operation]) for operation in DESCRIBED)
