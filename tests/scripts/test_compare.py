"""A document published by the vendor is compared with ours by content, whatever its style."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from contracts.compare import DIFFERENT, LACKING, ONLY_OURS, compare, main, parse, print_sections
from contracts.shapes import ContractError
from support.openapi_document import Schema, document
from support.published_description import published, schema_of

TOLD = """\
the vendor has, openapi/ lacks
  - the operation POST /websets/v0/websets/{id}/export
  - events.list: the query parameter `status` (string, optional)
  - the member `webset.export.created` of Event, as in events.get
  - SearchCanceledReason: `expired`, as in searches.get
  - the member `job` of Entity, as in searches.get
  - SearchProgress.analyzed is string there, integer here, as in searches.get
  - SearchProgress.found can be null there, as in searches.get
  - webhooks.create: the response 202 (nothing)
  - CreateWebsetParameters.budget (integer, optional), as in websets.create
different
  - WebsetSearch.count is number there, integer here, as in searches.get
  - SearchProgress.found is optional there, as in searches.get
  - WebsetSearchInput.count is required there, as in websets.create
  - WebsetSearchInput.query has the limit maxLength 100 there, maxLength 5000 here, as in websets.create
openapi/ has, the vendor lacks
  - the operation GET /v0/teams/me
"""


def test_another_style_makes_no_difference(capsys: pytest.CaptureFixture[str]) -> None:
    """What says the same is the same: inline, with `nullable`, titles, one-element enums, other names and order."""
    sections = compare(document(), published())
    assert sections == {LACKING: [], DIFFERENT: [], ONLY_OURS: []}
    assert print_sections(sections) == 0
    assert capsys.readouterr().out == "the vendor has nothing that openapi/ lacks\n"


def path_of(paths: Schema, end: str) -> Schema:
    """Give the operations of the one path that ends so."""
    (found,) = (item for path, item in paths.items() if path.endswith(end))
    operations: Schema = found
    return operations


def answer_of(operation: Schema) -> Schema:
    return schema_of(operation["responses"]["200"])


def test_each_thing_that_we_lack_is_named_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the vendor has and we lack is named by our component, with a call as an example, and the exit code is 1.

    What is only different, or only ours, is told too.
    """
    theirs = published("3.0.3")
    paths: dict[str, Any] = theirs["paths"]
    search = answer_of(path_of(paths, "/searches/{idIdent}")["get"])["properties"]
    search["canceledReason"]["allOf"][0]["enum"].append("expired")
    search["count"]["type"] = "number"
    search["entity"]["oneOf"].append({"type": "object", "required": ["type"], "properties": {"type": {"const": "job"}}})
    search["progress"]["properties"]["analyzed"]["type"] = "string"
    search["progress"]["properties"]["found"]["nullable"] = True
    search["progress"]["required"].remove("found")
    event = {"type": "object", "properties": {"type": {"enum": ["webset.export.created"]}}}
    answer_of(path_of(paths, "/events/{idIdent}")["get"])["oneOf"].append(event)
    path_of(paths, "/v0/events")["get"]["parameters"].append(
        {"name": "status", "in": "query", "schema": {"type": "string"}}
    )
    body = schema_of(path_of(paths, "/v0/websets")["post"]["requestBody"])["properties"]
    body["budget"] = {"type": "integer"}
    body["search"]["required"].append("count")
    body["search"]["properties"]["query"]["maxLength"] = 100
    path_of(paths, "/webhooks")["post"]["responses"]["202"] = {"description": "Later."}
    paths["/websets/v0/websets/{id}/export"] = {"post": {"responses": {"200": {"description": "A file."}}}}
    path_of(paths, "/teams/me").clear()
    (tmp_path / "vendor.json").write_text(json.dumps(theirs))
    monkeypatch.setattr(sys, "argv", ["compare", str(tmp_path / "vendor.json")])
    code = main()
    assert capsys.readouterr().out == TOLD
    assert code == 1


def small(components: Schema, answer: Schema, path: str = "/v0/things") -> Schema:
    """Make a document of one operation with one answer."""
    content = {"application/json": {"schema": answer}}
    return {
        "openapi": "3.1.0",
        "servers": [{"url": "https://api.example/websets"}],
        "paths": {path: {"get": {"responses": {"200": {"description": "It.", "content": content}}}}},
        "components": {"schemas": components},
    }


def test_loops_of_references_end() -> None:
    """A component that holds itself is compared with one that does so later and under other names."""
    tree = {"type": "object", "properties": {"name": {"type": "string"}, "up": {"$ref": "#/components/schemas/Tree"}}}
    node = {"type": "object", "properties": {"name": {"type": "string"}, "up": {"$ref": "#/components/schemas/Node"}}}
    inner = {"name": {"type": "string"}, "up": {"oneOf": [node, {"$ref": "#/components/schemas/Me"}]}}
    unrolled: Schema = {"type": "object", "properties": inner}
    me = {"anyOf": [{"$ref": "#/components/schemas/Me"}, {"$ref": "#/components/schemas/Node"}]}
    ours = small({"Tree": tree}, {"$ref": "#/components/schemas/Tree"})
    theirs = small({"Node": node, "Me": me}, unrolled)
    assert compare(ours, theirs) == {LACKING: [], DIFFERENT: [], ONLY_OURS: []}
    inner["size"] = {"type": "integer"}
    assert compare(ours, theirs)[LACKING] == ["Tree.size (integer, optional), as in GET /v0/things"]


@pytest.mark.parametrize(
    ("ours", "theirs", "lacking", "different"),
    [
        ({"type": "integer"}, {"type": "number"}, [], ["Thing.a is number there, integer here"]),
        ({"type": "integer"}, {}, [], ["Thing.a is any there, integer here"]),
        (
            {"type": "string", "format": "date-time"},
            {"type": "string"},
            [],
            ["Thing.a is string there, date-time here"],
        ),
        ({"type": "string"}, {"type": "string", "format": "uri"}, [], []),
        ({"type": "string"}, {"type": "integer"}, ["Thing.a is integer there, string here"], []),
        ({"enum": ["x"]}, {"type": "string"}, [], ["Thing.a is string there, `x` here"]),
        ({"type": "object"}, {"type": "object", "additionalProperties": False}, [], []),
        ({"items": {"type": "string"}}, {"items": {"type": ["string", "null"]}}, ["Thing.a[] can be null there"], []),
        ({"type": "string", "maxLength": 5}, {"type": "string"}, [], []),
        (
            {},
            {"properties": {"b": {"type": "string"}}},
            ["Thing.a.b (string, optional)"],
            ["Thing.a is object there, any here"],
        ),
    ],
)
def test_what_is_vague_or_a_matter_of_style_is_not_lacking(
    ours: Schema, theirs: Schema, lacking: list[str], different: list[str]
) -> None:
    """A type that says less than ours is different, not lacking; a format or a limit of an answer is neither."""

    def thing(schema: Schema) -> Schema:
        return small({"Thing": {"type": "object", "properties": {"a": schema}}}, {"$ref": "#/components/schemas/Thing"})

    sections = compare(thing(ours), thing(theirs))
    told = {name: [line.removesuffix(", as in GET /v0/things") for line in lines] for name, lines in sections.items()}
    assert told == {LACKING: lacking, DIFFERENT: different, ONLY_OURS: []}


def test_a_parameter_in_a_path_that_has_no_place_for_it_is_one_of_the_query() -> None:
    """The vendor's documents describe one parameter so, and the service takes it in the query."""
    ours, theirs = small({}, {}), small({}, {})
    for one, place in ((ours, "query"), (theirs, "path")):
        one["paths"]["/v0/things"]["get"]["parameters"] = [
            {"name": "search", "in": place, "schema": {"type": "boolean"}}
        ]
    assert compare(ours, theirs) == {LACKING: [], DIFFERENT: [], ONLY_OURS: []}


@pytest.mark.parametrize(
    ("text", "problem"),
    {
        "nothing": ("", "this is not an OpenAPI document of version 3"),
        "a list": ("[1]", "this is not an OpenAPI document of version 3"),
        "neither format": ("a: [", "this is neither JSON nor YAML: while parsing a flow node"),
        "broken JSON": ('{"openapi": ', "this is neither JSON nor YAML: while parsing a flow node"),
        "another version": ("swagger: '2.0'", "this is not an OpenAPI document of version 3"),
        "no paths": ("openapi: 3.1.0", "this OpenAPI document has no paths"),
        "another API": ("{openapi: 3.0.0, paths: {}}", "this document has no operation below /websets"),
        "another file": (
            "{openapi: 3.0.0, paths: {/a: {get: {responses: {'200': {$ref: 'b.yaml#/c'}}}}}}",
            "b.yaml#/c does not exist",
        ),
        "a loop": ("{openapi: 3.0.0, paths: {/a: {$ref: '#/paths/~1a'}}}", "#/paths/~1a refers to itself"),
        "no operation": (
            "{openapi: 3.0.0, paths: {/a: {get: [1]}}}",
            "this is not a valid OpenAPI document: AttributeError: 'list' object has no attribute 'get'",
        ),
    }.values(),
)
def test_what_cannot_be_compared_is_refused_in_words(text: str, problem: str) -> None:
    """Input that is not an OpenAPI document ends with one line that says so."""
    with pytest.raises(ContractError) as caught:
        compare(small({}, {}), parse(text))
    assert str(caught.value) == problem


@pytest.mark.parametrize("name", ["vendor.yaml", "missing.yaml"])
def test_the_exit_code_of_what_cannot_be_compared_is_2(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is not an OpenAPI document, or is not there, ends the command with 2 and one line."""
    (tmp_path / "vendor.yaml").write_text("swagger: '2.0'\n")
    monkeypatch.setattr(sys, "argv", ["compare", str(tmp_path / name)])
    assert main() == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err in {
        "scripts/compare: this is not an OpenAPI document of version 3\n",
        f"scripts/compare: {tmp_path / 'missing.yaml'}: No such file or directory\n",
    }
