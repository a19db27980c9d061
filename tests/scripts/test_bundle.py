"""The files of `openapi/` are bundled into one valid document, or an error says why not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from description.bundle import BundleError, bundle, prune_to_requests, to_json, unions
from openapi_spec_validator import validate
from ruamel.yaml import YAML
from support.openapi_document import document, references
from support.paths import ROOT

INFO = {"title": "t", "version": "1"}


def folder_of(tmp_path: Path, **files: dict[str, Any]) -> Path:
    """Write each file as JSON, which is also YAML; the keyword `websets` becomes `websets.yaml`."""
    for name, content in files.items():
        whole = {"openapi": "3.1.0", "info": INFO, "paths": {}, **content}
        (tmp_path / f"{name}.yaml").write_text(json.dumps(whole))
    return tmp_path


def schemas(**named: Any) -> dict[str, Any]:
    return {"components": {"schemas": named}}


def ref(target: str) -> dict[str, str]:
    return {"$ref": target}


def operation(name: str, schema: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    content = {"content": {"application/json": {"schema": schema}}} if schema else {}
    return {"operationId": name, "responses": {"200": {"description": "ok", **content}}, **more}


def body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"content": {"application/json": {"schema": schema}}}}


TEXT = {"type": "string"}


def test_references_between_files_become_references_inside(tmp_path: Path) -> None:
    """References to another file, within a file and back to the root all resolve inside the bundle."""
    one = schemas(A=ref("#/components/schemas/B"), B=ref("websets.yaml#/components/schemas/C"))
    bundled = bundle(folder_of(tmp_path, websets=schemas(C=TEXT, D=ref("one.yaml#/components/schemas/A")), one=one))
    inside = {name: ref(f"#/components/schemas/{target}") for name, target in {"A": "B", "B": "C", "D": "A"}.items()}
    assert bundled["components"]["schemas"] == {"C": TEXT, **inside}


def test_the_mapping_of_a_discriminator_is_followed(tmp_path: Path) -> None:
    """The references in a discriminator's mapping are rewritten like any other."""
    tagged = {"type": "object", "required": ["type"], "properties": {"type": {"const": "a"}}}
    union = {
        "oneOf": [ref("one.yaml#/components/schemas/A")],
        "discriminator": {"propertyName": "type", "mapping": {"a": "one.yaml#/components/schemas/A"}},
    }
    bundled = bundle(folder_of(tmp_path, websets=schemas(Union=union), one=schemas(A=tagged)))
    assert bundled["components"]["schemas"]["Union"]["discriminator"]["mapping"] == {"a": "#/components/schemas/A"}


def test_a_path_in_another_file_is_put_in_place(tmp_path: Path) -> None:
    """A path item from another file is copied, and its references resolve inside the bundle."""
    path = "/v0/websets/{id}/searches"
    parameter = {"name": "id", "in": "path", "required": True, "schema": TEXT}
    item = {
        "parameters": [ref("#/components/parameters/Id")],
        "get": operation("list", ref("#/components/schemas/Found")),
        "post": operation("create", ref("websets.yaml#/components/schemas/Webset")),
    }
    there = {"paths": {path: item}, "components": {"schemas": {"Found": TEXT}, "parameters": {"Id": parameter}}}
    root = {"paths": {path: ref("searches.yaml#/paths/~1v0~1websets~1{id}~1searches")}, **schemas(Webset=TEXT)}
    placed = bundle(folder_of(tmp_path, websets=root, searches=there))["paths"][path]
    assert placed["parameters"] == [ref("#/components/parameters/Id")]
    assert placed["get"] == operation("list", ref("#/components/schemas/Found"))
    assert placed["post"] == operation("create", ref("#/components/schemas/Webset"))


def test_one_name_for_two_components_is_rejected(tmp_path: Path) -> None:
    """Two files cannot define the same component, even with equal content; the message names both files."""
    folder = folder_of(tmp_path, websets=schemas(), one=schemas(A=TEXT), two=schemas(A=TEXT))
    with pytest.raises(BundleError, match=r"/two\.yaml:1: schema A: is also defined in one\.yaml; rename one of them$"):
        bundle(folder)


def test_one_name_for_components_of_two_kinds_is_fine(tmp_path: Path) -> None:
    """A schema and a response may share a name."""
    answer = {"responses": {"A": {"description": "ok"}}}
    bundled = bundle(folder_of(tmp_path, websets=schemas(A=TEXT), one={"components": answer}))
    assert bundled["components"] == {"schemas": {"A": TEXT}, **answer}


@pytest.mark.parametrize(
    "target",
    [
        "one.yaml#/components/schemas/B",
        "two.yaml#/components/schemas/A",
        "#/components/schemas/A",
        "one.yaml#/nowhere/A",
    ],
)
def test_a_dangling_reference_is_rejected(tmp_path: Path, target: str) -> None:
    """The error names the missing file, component or section, and the place that refers to it."""
    folder = folder_of(tmp_path, websets=schemas(Here={"type": "array", "items": ref(target)}), one=schemas(A=TEXT))
    with pytest.raises(BundleError, match=re.escape(f"/websets.yaml:1: schema Here: items: $ref: {target!r} ")):
        bundle(folder)


@pytest.mark.parametrize("target", ["searches.yaml#/paths/~1b", "none.yaml#/paths/~1a"])
def test_a_dangling_path_is_rejected(tmp_path: Path, target: str) -> None:
    """The error names a path item that is not where the root says."""
    there = {"paths": {"/a": {"get": operation("a")}}}
    with pytest.raises(BundleError, match=f"{target}' does not exist; "):
        bundle(folder_of(tmp_path, websets={"paths": {"/a": ref(target)}}, searches=there))


def test_a_missing_root_is_rejected(tmp_path: Path) -> None:
    """A folder without `websets.yaml` is rejected."""
    with pytest.raises(BundleError, match=r"/websets\.yaml:1: the file is missing"):
        bundle(folder_of(tmp_path, searches=schemas(A=TEXT)))


def test_an_invalid_document_is_rejected(tmp_path: Path) -> None:
    """A bundle whose references resolve is rejected if it is not valid OpenAPI."""
    with pytest.raises(BundleError, match=r"GET /a: responses: is a list; write a mapping"):
        bundle(folder_of(tmp_path, websets={"paths": {"/a": {"get": {"operationId": "a", "responses": []}}}}))


def test_pruning_keeps_what_request_bodies_reach(tmp_path: Path) -> None:
    """Only the schemas that a request body reaches are kept, not those of responses or parameters."""
    parts = schemas(
        Body={"type": "object", "properties": {"part": ref("#/components/schemas/Part")}},
        Part={"type": "array", "items": ref("#/components/schemas/Loop")},
        Loop={"type": "object", "properties": {"again": ref("#/components/schemas/Body")}},
        Answer={"type": "object", "properties": {"part": ref("#/components/schemas/Part")}},
        Query=TEXT,
    )
    parameter = {"name": "q", "in": "query", "schema": ref("#/components/schemas/Query")}
    create = operation("a", ref("#/components/schemas/Answer"), **body(ref("#/components/schemas/Body")))
    paths = {"/a": {"post": {**create, "parameters": [parameter]}}}
    pruned = prune_to_requests(bundle(folder_of(tmp_path, websets={"paths": paths, **parts})))
    assert pruned["components"].keys() == {"schemas"}
    assert pruned["components"]["schemas"].keys() == {"Body", "Part", "Loop"}
    assert pruned["paths"] == {}
    validate(pruned)


def test_pruning_sees_the_parameters_of_a_path(tmp_path: Path) -> None:
    """The parameters of a path item are not treated as an operation."""
    item = {"parameters": [{"name": "q", "in": "query", "schema": TEXT}], "get": operation("a")}
    pruned = prune_to_requests(bundle(folder_of(tmp_path, websets={"paths": {"/a": item}, **schemas(A=TEXT)})))
    assert pruned["components"]["schemas"] == {}


def test_a_union_is_defined_after_its_members(tmp_path: Path) -> None:
    """Each component that is a union is returned with its members, in an order in which they can be defined."""
    parts = schemas(
        Both={"anyOf": [ref("#/components/schemas/Known"), ref("#/components/schemas/Other")]},
        Known={"oneOf": [ref("#/components/schemas/A"), ref("#/components/schemas/B")]},
        Field={"type": "object", "properties": {"a": {"oneOf": [ref("#/components/schemas/A"), {"type": "null"}]}}},
        **dict.fromkeys(("A", "B", "Other"), TEXT),
    )
    found = unions(bundle(folder_of(tmp_path, websets=parts)))
    assert found == {"Known": ["A", "B"], "Both": ["Known", "Other"]}
    assert list(found) == ["Known", "Both"]


def test_our_own_document_holds_together() -> None:
    """The bundle of `openapi/` is valid, and each of its schemas is used."""
    validate(document())
    used = set(references(document()["paths"]))
    waiting = list(used)
    while waiting:
        new = set(references(document()["components"]["schemas"][waiting.pop()])) - used
        used |= new
        waiting.extend(new)
    assert sorted(document()["components"]["schemas"].keys() - used) == []


def test_ordinary_tools_can_follow_our_files() -> None:
    """The separate files are a valid description for a tool that knows nothing of the bundle."""
    root = ROOT / "openapi" / "websets.yaml"
    yaml: Any = YAML(typ="safe", pure=True)
    validate(yaml.load(root), base_uri=root.as_uri())


def test_the_text_of_a_document_is_complete() -> None:
    """The canonical text is the whole document in its own order, and the same on every call."""
    assert json.loads(to_json(document())) == document()
    assert list(json.loads(to_json(document()))["components"]["schemas"]) == list(document()["components"]["schemas"])
    assert to_json(document()) == to_json(bundle(ROOT / "openapi"))
