"""Each kind of change to the description is reported with its meaning for users."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from contracts.changes import changes_of_documents
from contracts.reports import report
from ruamel.yaml import YAML
from support.openapi_document import Schema
from support.paths import DATA

CASES = sorted((DATA / "changes").glob("*.yaml"))
assert len(CASES) > 15
CLASSES = ("ThingInput", "Thing", "Shared")


def body(name: str) -> Schema:
    return {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}


def operation(call: str, sent: str, read: str) -> Schema:
    answer = {"description": "A thing.", **body(read)}
    return {"operationId": call, "tags": ["things"], "requestBody": body(sent), "responses": {"200": answer}}


def whole(given: Schema) -> Schema:
    """Create a document with three classes: one only sent, one only received, and one used for both."""
    schemas = {name: schema for name, schema in given.items() if name[0].isupper()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": {
            "/make": {"post": operation("things-create", "ThingInput", "Thing")},
            "/change": {"post": operation("things-update", "Shared", "Shared")},
            **given.get("paths", {}),
        },
        "components": {
            "schemas": {**{name: {"type": "object"} for name in CLASSES}, **schemas},
            "parameters": given.get("parameters", {}),
        },
    }


def case(path: Path) -> dict[str, Any]:
    yaml: Any = YAML(typ="safe", pure=True)
    found: dict[str, Any] = yaml.load(path)
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_each_kind_of_change_is_reported_and_classified(path: Path) -> None:
    """A change is breaking, compatible or documentation, depending on whether it affects senders or readers."""
    given = case(path)
    told = report(changes_of_documents(whole(given["before"]), whole(given["after"])), "v1")
    assert told[0] == "changes for users since v1:"
    assert "\n".join(told[1:]) == given["expected"].strip()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_nothing_is_reported_if_nothing_changed(path: Path) -> None:
    """Comparing a document with itself prints one line."""
    given = case(path)
    told = report(changes_of_documents(whole(given["after"]), whole(given["after"])), "v1")
    assert told == ["changes for users since v1: nothing"]
