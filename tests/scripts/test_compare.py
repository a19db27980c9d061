"""A document published by the vendor is compared with ours by content, regardless of its style."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from contracts import compare as command
from contracts.compare import compare, main, parse
from contracts.lacking import DIFFERENT, LACKING, ONLY_OURS, STYLE
from contracts.shapes import ContractError
from support.contract_changes import loaded
from support.openapi_document import Schema, document
from support.published_description import published, schema_of

TOLD = """\
the vendor has, openapi/ lacks
  - the operation POST /websets/v0/websets/{id}/export
  - events.list: the query parameter `status` (string, optional)
  - the member `webset.export.created` of Event, only in events.get
  - SearchCanceledReason: `expired`, only in searches.get
  - the member `job` of Entity, only in searches.get
  - SearchProgress.analyzed is string there, integer here, only in searches.get
  - SearchProgress.found can be null there, only in searches.get
  - webhooks.create: the response 202 (nothing)
  - CreateWebsetParameters.budget (integer, optional), as in websets.create
different
  - SearchProgress.found is optional there, only in searches.get
  - WebsetSearchInput.count is required there, as in websets.create
  - WebsetSearchInput.query has the limit maxLength 100 there, maxLength 5000 here, as in websets.create
openapi/ has, the vendor lacks
  - the operation GET /v0/teams/me
"""


def differences(ours: Schema, theirs: Schema) -> dict[str, list[str]]:
    """Return the differences by section, without those of style."""
    sections, _ = compare(ours, theirs)
    return {section: lines for section, lines in sections.items() if section != STYLE}


NOTHING: dict[str, list[str]] = {LACKING: [], DIFFERENT: [], ONLY_OURS: []}


def part(*names: str) -> Schema:
    """Return our document with only the paths that have one of these words."""
    paths = document()["paths"]
    return {**document(), "paths": {path: paths[path] for path in paths if any(name in path for name in names)}}


def use(monkeypatch: pytest.MonkeyPatch, ours: Schema) -> None:
    """Let the command compare with this document."""

    def read(folder: Path) -> Schema:
        return ours

    monkeypatch.setattr(command, "bundle", read)


@pytest.fixture
def _read_once(monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    """Let the command use our document without reading it again, which takes a second."""
    use(monkeypatch, document())


def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["compare", *arguments])
    code = main()
    out, err = capsys.readouterr()
    return code, out, err


def written(folder: Path, name: str, content: Schema) -> str:
    (folder / name).write_text(json.dumps(content))
    return str(folder / name)


@pytest.mark.packaging
def test_another_style_makes_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Inline schemas, `nullable`, titles, one-element enums, other names and another order are not differences."""
    name = written(tmp_path, "vendor.json", published())
    code, out, _ = run(capsys, monkeypatch, name)
    count, _, rest = out.partition(" ")
    assert code == 0
    assert int(count) > 100
    assert rest == (
        "differences of style (--all to list)\n"
        "the vendor has nothing that openapi/ lacks\n"
        "not compared: 1 operation of other APIs\n"
    )


def test_differences_of_style_are_listed_on_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--all` lists as many differences of style as are counted without it."""
    ours = part("/webhooks", "/teams")
    use(monkeypatch, ours)
    name = written(tmp_path, "vendor.json", published(of=ours))
    count = int(run(capsys, monkeypatch, name)[1].partition(" ")[0])
    code, out, _ = run(capsys, monkeypatch, name, "--all")
    lines = out.splitlines()
    assert code == 0
    assert lines[0] == STYLE
    assert len([line for line in lines if line.startswith("  - ")]) == count > 20


def as_the_vendor_writes(theirs: Schema) -> Schema:
    """Return a published document with the peculiarities of the vendor's documents."""
    for path, item in [*theirs["paths"].items()]:
        for operation in item.values():
            if path != "/search":
                operation["responses"]["404"] = {"description": "Not here."}
            for answer in operation["responses"].values():
                answer["headers"] = {"X-Request-Id": {"required": True, "schema": {"type": "string"}}}
            for parameter in operation.get("parameters", ()):
                if parameter["name"] == "limit":
                    parameter["schema"] = {**parameter["schema"], "type": "number", "default": 25}
    failed = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}
    path_of(theirs["paths"], "/searches/{idIdent}")["get"]["responses"]["404"] |= {
        "content": {"application/json": {"schema": failed}}
    }
    body = path_of(theirs["paths"], "/v0/imports")["post"]["requestBody"]["content"]["application/json"]
    body["schema"]["properties"]["count"]["type"] = ["number"]
    body["schema"] = {"oneOf": [body["schema"]], "discriminator": {"propertyName": "format"}}
    return theirs


def below(theirs: Schema, *, but: tuple[str, ...] = ()) -> Schema:
    """Return a document in which each path overrides the server's path, as in the vendor's merged document."""
    servers = [{"url": document()["servers"][0]["url"]}]
    paths: dict[str, Any] = {}
    for path, item in theirs["paths"].items():
        short = path.removeprefix("/websets")
        paths[short] = item if short == path or short in but else {"servers": servers, **item}
    return {**theirs, "paths": paths}


@pytest.mark.packaging
def test_the_document_of_the_vendor_has_nothing_that_is_lacking() -> None:
    """Bodies that are unions of one, request ids, integers as numbers, and errors without bodies are style."""
    assert differences(document(), as_the_vendor_writes(published())) == NOTHING


def test_a_union_of_one_is_compared_like_the_object_itself() -> None:
    ours = part("/imports", "/searches")
    theirs = as_the_vendor_writes(published(of=ours))
    (body,) = schema_of(path_of(theirs["paths"], "/v0/imports")["post"]["requestBody"])["oneOf"]
    body["required"].append("title")
    body["properties"]["size"]["maximum"] = 9
    job = {"type": "object", "required": ["type"], "properties": {"type": {"const": "job"}}}
    body["properties"]["entity"]["oneOf"].append(job)
    assert differences(ours, theirs) == {
        LACKING: ["the member `job` of EntityInput, only in imports.create"],
        DIFFERENT: [
            "CreateImportParameters.size has the limit maximum 9 there, maximum 50000000 here, as in imports.create",
            "CreateImportParameters.title is required there, as in imports.create",
        ],
        ONLY_OURS: [],
    }


def test_a_path_without_the_address_of_the_server_belongs_to_the_api() -> None:
    """A path that starts with `/v0/` is compared, whether it, every path or none of them names our server."""
    pause = {"post": {"responses": {"200": {"description": "Paused."}}}}
    ours = part("/teams", "/webhooks", "/imports")
    every = tuple(path.removeprefix("/websets") for path in published(of=ours)["paths"])
    for but in (("/v0/teams/me",), every):
        theirs = below(published(of=ours), but=but)
        assert differences(ours, theirs) == NOTHING
        theirs["paths"]["/v0/websets/{id}/pause"] = pause
        assert differences(ours, theirs) == {**NOTHING, LACKING: ["the operation POST /v0/websets/{id}/pause"]}


def test_a_removal_at_one_use_of_a_component_names_the_use() -> None:
    ours = part("/v0/websets/{id}")
    theirs = published(of=ours)
    del answer_of(path_of(theirs["paths"], "/v0/websets/{idIdent}")["get"])["properties"]["title"]
    assert differences(ours, theirs) == {**NOTHING, ONLY_OURS: ["Webset.title, only in websets.get"]}


def test_other_answers_media_types_and_ways_to_authenticate_are_lacking() -> None:
    ours = part("/teams", "/webhooks")
    theirs = published(of=ours)
    operation = path_of(theirs["paths"], "/teams/me")["get"]
    operation["security"].append({"session": []})
    theirs["components"]["securitySchemes"]["session"] = {"type": "apiKey", "in": "cookie", "name": "session"}
    operation["responses"]["200"]["content"]["text/csv"] = {"schema": {"type": "string"}}
    extra = {"type": "object", "properties": {"hint": {"type": "string"}}}
    operation["responses"]["402"] = {"description": "No.", "content": {"application/json": {"schema": extra}}}
    operation["deprecated"] = True
    assert differences(ours, theirs) == {
        LACKING: [
            "teams.get: the response 200 as text/csv",
            "Error.hint (string, optional), only in teams.get",
            "teams.get: the authentication: `apiKey cookie session`",
        ],
        DIFFERENT: ["teams.get is deprecated there"],
        ONLY_OURS: [],
    }


def path_of(paths: Schema, end: str) -> Schema:
    """Return the operations of the only path with this ending."""
    (found,) = (item for path, item in paths.items() if path.endswith(end))
    operations: Schema = found
    return operations


def answer_of(operation: Schema) -> Schema:
    return schema_of(operation["responses"]["200"])


@pytest.mark.packaging
@pytest.mark.usefixtures("_read_once")
def test_each_thing_that_we_lack_is_named_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What we lack is reported once, with our component and an example call, and the exit code is 1.

    Other differences, and what only we have, are reported too.
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
    code, out, _ = run(capsys, monkeypatch, written(tmp_path, "vendor.json", theirs))
    lines = out.splitlines(keepends=True)
    assert "".join(line for line in lines if line.startswith(("  -", "the ", "diff", "open"))) == TOLD
    assert lines[-2].endswith("differences of style (--all to list)\n")
    assert code == 1


def small(components: Schema, answer: Schema, path: str = "/v0/things") -> Schema:
    """Create a document with one operation and one response."""
    content = {"application/json": {"schema": answer}}
    return {
        "openapi": "3.1.0",
        "servers": [{"url": "https://api.example/websets"}],
        "paths": {path: {"get": {"responses": {"200": {"description": "It.", "content": content}}}}},
        "components": {"schemas": components},
    }


def test_loops_of_references_end() -> None:
    """A recursive component can be compared with one that recurses later and under other names."""
    tree = {"type": "object", "properties": {"name": {"type": "string"}, "up": {"$ref": "#/components/schemas/Tree"}}}
    node = {"type": "object", "properties": {"name": {"type": "string"}, "up": {"$ref": "#/components/schemas/Node"}}}
    inner = {"name": {"type": "string"}, "up": {"oneOf": [node, {"$ref": "#/components/schemas/Me"}]}}
    unrolled: Schema = {"type": "object", "properties": inner}
    me = {"anyOf": [{"$ref": "#/components/schemas/Me"}, {"$ref": "#/components/schemas/Node"}]}
    ours = small({"Tree": tree}, {"$ref": "#/components/schemas/Tree"})
    theirs = small({"Node": node, "Me": me}, unrolled)
    assert differences(ours, theirs) == NOTHING
    inner["size"] = {"type": "integer"}
    assert differences(ours, theirs)[LACKING] == ["Tree.size (integer, optional), as in GET /v0/things"]


@pytest.mark.parametrize(
    ("ours", "theirs", "lacking"),
    [
        ({"type": "integer"}, {"type": "number"}, []),
        ({"type": "integer"}, {}, []),
        ({"type": "string", "format": "date-time"}, {"type": "string"}, []),
        ({"type": "string"}, {"type": "string", "format": "uri"}, []),
        ({"type": "string"}, {"type": "integer"}, ["Thing.a is integer there, string here"]),
        ({"type": "string"}, {"type": ["string", "integer"]}, ["Thing.a is integer or string there, string here"]),
        ({"enum": ["x"]}, {"type": "string"}, []),
        ({"type": "object"}, {"type": "object", "additionalProperties": False}, []),
        ({"items": {"type": "string"}}, {"items": {"type": ["string", "null"]}}, ["Thing.a[] can be null there"]),
        ({"type": ["string", "null"]}, {"type": "string"}, []),
        ({"type": "string", "maxLength": 5}, {"type": "string"}, []),
        ({"type": "boolean"}, {"type": "boolean", "default": False}, []),
        ({}, {"properties": {"b": {"type": "string"}}}, ["Thing.a.b (string, optional)"]),
    ],
)
def test_what_is_vague_or_a_matter_of_style_is_not_lacking(ours: Schema, theirs: Schema, lacking: list[str]) -> None:
    """A vaguer type than ours is style, and so is a value that only our description of a response allows."""

    def thing(schema: Schema) -> Schema:
        return small({"Thing": {"type": "object", "properties": {"a": schema}}}, {"$ref": "#/components/schemas/Thing"})

    sections, _ = compare(thing(ours), thing(theirs))
    assert [line.removesuffix(", as in GET /v0/things") for line in sections[LACKING]] == lacking
    assert (sections[DIFFERENT], sections[ONLY_OURS]) == ([], [])
    assert lacking or sections[STYLE]


def test_a_parameter_in_a_path_that_has_no_place_for_it_is_one_of_the_query() -> None:
    """The vendor declares one query parameter as a path parameter; this is not reported as a difference."""
    ours, theirs = small({}, {}), small({}, {})
    for one, place in ((ours, "query"), (theirs, "path")):
        one["paths"]["/v0/things"]["get"]["parameters"] = [
            {"name": "search", "in": place, "schema": {"type": "boolean"}}
        ]
    assert differences(ours, theirs) == NOTHING


@pytest.mark.parametrize(
    ("text", "problem"),
    {
        "nothing": ("", "not an OpenAPI 3 document"),
        "a list": ("[1]", "not an OpenAPI 3 document"),
        "neither format": ("a: [", "neither JSON nor YAML: while parsing a flow node"),
        "broken JSON": ('{"openapi": ', "neither JSON nor YAML: while parsing a flow node"),
        "another version": ("swagger: '2.0'", "not an OpenAPI 3 document"),
        "no paths": ("openapi: 3.1.0", "the document has no paths"),
        "another API": (
            "{openapi: 3.0.0, paths: {}}",
            "the document has no operations of this API, below /websets",
        ),
        "another file": (
            "{openapi: 3.0.0, paths: {/a: {get: {responses: {'200': {$ref: 'b.yaml#/c'}}}}}}",
            "b.yaml#/c does not exist",
        ),
        "a loop": ("{openapi: 3.0.0, paths: {/a: {$ref: '#/paths/~1a'}}}", "#/paths/~1a refers to itself"),
        "no operation": (
            "{openapi: 3.0.0, paths: {/a: {get: [1]}}}",
            "not a valid OpenAPI document: AttributeError: 'list' object has no attribute 'get'",
        ),
    }.values(),
)
def test_invalid_documents_are_rejected(text: str, problem: str) -> None:
    """Input that is not an OpenAPI document raises an error with a one-line message."""
    with pytest.raises(ContractError) as caught:
        compare(small({}, {}), parse(text))
    assert str(caught.value) == problem


@pytest.mark.usefixtures("_read_once")
@pytest.mark.parametrize("order", [("vendor.yaml",), ("ours.json", "vendor.yaml"), ("missing.yaml", "ours.json")])
def test_the_exit_code_of_what_cannot_be_compared_is_2(
    order: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing file, or one that is not an OpenAPI document, exits with 2 and one line that names the file."""
    written(tmp_path, "ours.json", document())
    (tmp_path / "vendor.yaml").write_text("swagger: '2.0'\n")
    assert run(capsys, monkeypatch, *(str(tmp_path / name) for name in order)) in [
        (2, "", f"scripts/compare: {tmp_path / 'vendor.yaml'}: not an OpenAPI 3 document\n"),
        (2, "", f"scripts/compare: {tmp_path / 'missing.yaml'}: No such file or directory\n"),
    ]


@pytest.mark.usefixtures("_read_once")
def test_two_documents_are_compared_with_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only changes between the two are reported, not differences from ours; the exit code of a change is 1."""
    base, styled, later = loaded("document.yaml"), loaded("document.yaml"), loaded("document.yaml")
    styled["components"]["schemas"]["Thing"]["description"] = "Another text."
    del later["components"]["schemas"]["Thing"]["properties"]["count"]
    later["components"]["schemas"]["Thing"]["properties"]["weight"] = {"type": "number"}
    later["paths"]["/v0/things"]["get"]["summary"] = "Another text"
    old = written(tmp_path, "old.json", base)
    assert run(capsys, monkeypatch, old, old) == (0, "nothing changed\n", "")
    assert run(capsys, monkeypatch, old, written(tmp_path, "styled.json", styled)) == (
        0,
        "3 differences of style (--all to list)\nnothing else changed\n",
        "",
    )
    changed = written(tmp_path, "later.json", later)
    removed, added = (
        "Thing.count is removed, as in things.list",
        "Thing.weight is new (number, optional), as in things.list",
    )
    found = f"breaking\n  - {removed}\ncompatible\n  - {added}\n"
    assert run(capsys, monkeypatch, old, changed) == (1, f"{found}1 difference of style (--all to list)\n", "")
    assert run(capsys, monkeypatch, old, changed, "--all") == (
        1,
        f"{found}differences of style\n  - things.list: summary\n",
        "",
    )


@pytest.mark.usefixtures("_read_once")
def test_operations_of_other_apis_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """If both documents describe the Websets API, operations of other APIs are only counted."""
    ours = part("/webhooks", "/teams")
    old, new = published(of=ours), published(of=ours)
    del new["paths"]["/search"]
    new["paths"]["/answer"] = {"get": {"responses": {"200": {"description": "Of another API."}}}}
    names = written(tmp_path, "old.json", old), written(tmp_path, "new.json", new)
    code, out, _ = run(capsys, monkeypatch, *names)
    assert (code, out.splitlines()[-1]) == (0, "not compared: 2 operations of other APIs")
