"""The bundle: the files of `openapi/` as one document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from openapi_spec_validator import validate
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from description.document_rules import obstacles, problems
from description.json_types import Document, Json

ROOT = "websets.yaml"


class BundleError(Exception):
    """The documents cannot be joined, or the generated code could not represent them."""


def bundle(folder: Path) -> Document:
    """Join the documents of a folder, starting from its root document, and validate the result.

    References between files become references inside the bundle. Path items from other files are inlined.

    Raises:
        BundleError: A file or the target of a reference is missing, two files define the same component, or a file
            breaks a rule of `document_rules`.
        OpenAPIValidationError: The result is not valid OpenAPI.
    """
    files = {path.name: _read(path) for path in sorted(folder.glob("*.yaml"))}
    if ROOT not in files:
        raise BundleError(f"{folder / ROOT} is missing")
    root = files.pop(ROOT)
    documents = {ROOT: root, **files}
    paths = {path: _path_item(item, f"{ROOT}#/paths/{path}", documents) for path, item in root.get("paths", {}).items()}
    joined = {
        **root,
        "paths": {path: _local(item, where, documents) for path, (item, where) in paths.items()},
        "components": _components(documents),
    }
    _refuse(obstacles(joined))
    validate(joined)
    _refuse(problems(joined))
    return joined


def prune_to_requests(document: Document) -> Document:
    """Return the document with only the schemas that request bodies use, and without operations."""
    schemas = document["components"]["schemas"]
    parts: list[Json] = [part for item in document["paths"].values() for part in item.values()]
    bodies = [part.get("requestBody") for part in parts if isinstance(part, dict)]
    reached: set[str] = set()
    waiting = list(_schema_names(bodies))
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(_schema_names(schemas[name]))
    kept = {name: schema for name, schema in schemas.items() if name in reached}
    return {**document, "paths": {}, "components": {"schemas": kept}}


def unions(document: Document) -> dict[str, list[str]]:
    """Return the members of each component that is a union of others; unions come after the unions they contain."""
    schemas = document["components"]["schemas"]
    found: dict[str, list[str]] = {}

    def add(name: str) -> None:
        members = schemas[name].get("oneOf") or schemas[name].get("anyOf")
        if members and name not in found:
            names = [name for member in members for name in _schema_names(member)]
            for member in names:
                add(member)
            found[name] = names

    for name in schemas:
        add(name)
    return found


def models_of(name: str, unions: dict[str, list[str]]) -> list[str]:
    """Return the models in a union, including those of the unions it contains."""
    return [model for member in unions[name] for model in (models_of(member, unions) if member in unions else [member])]


def to_json(document: Document) -> str:
    """Return the canonical text of the document; its hash is in the stamp of the generated code."""
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _read(path: Path) -> Document:
    """Read a YAML file that contains only what JSON can."""
    yaml: Any = YAML(typ="safe", pure=True)
    try:
        document: Any = yaml.load(path)
        _refuse_anchors(path, document)
        document = json.loads(json.dumps(document, allow_nan=False, ensure_ascii=False).encode())
    except (YAMLError, UnicodeDecodeError) as error:
        raise BundleError(f"{path.name} is not valid YAML: {error}") from None
    except (TypeError, ValueError, RecursionError) as error:
        raise BundleError(f"{path.name} has a value that JSON does not have: {error}") from None
    kinds = _mapping(path, "components", _mapping(path, "the file", document).get("components", {}))
    for section, parts in {**kinds, "paths": document.get("paths", {})}.items():
        for name, part in _mapping(path, section, parts).items():
            _mapping(path, f"{section}/{name}", part)
    read: Document = document
    return read


def _mapping(path: Path, where: str, node: Json) -> Document:
    if not isinstance(node, dict):
        raise BundleError(f"{path.name}: {where} must be a mapping")
    return node


def _refuse_anchors(path: Path, document: Json) -> None:
    """Reject anchors: with a few lines of them, a document could expand without end."""
    seen: set[int] = set()
    waiting = [document]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict | list):
            if id(node) in seen:
                raise BundleError(f"{path.name} has YAML anchors; repeat the content, or use a $ref")
            seen.add(id(node))
            waiting.extend(node.values() if isinstance(node, dict) else node)


def _refuse(found: Iterable[str]) -> None:
    if lines := [*found]:
        raise BundleError("\n  ".join(["the generated code could not represent this:", *lines]))


def _components(documents: dict[str, Document]) -> Document:
    joined: dict[str, dict[str, Any]] = {}
    origin: dict[tuple[str, str], str] = {}
    for file, document in documents.items():
        for kind, components in document.get("components", {}).items():
            for name, component in components.items():
                other = origin.setdefault((kind, name), file)
                if other != file:
                    raise BundleError(f"{kind} {name} is defined in {other} and in {file}")
                joined.setdefault(kind, {})[name] = _local(component, f"{file}#/components/{kind}/{name}", documents)
    joined.setdefault("schemas", {})
    return joined


def _path_item(item: Document, where: str, documents: dict[str, Document]) -> tuple[Document, str]:
    """Return a path item and its location, which its own relative references start from."""
    reference = item.get("$ref")
    if reference is None:
        return item, where
    file, _, pointer = reference.partition("#/paths/")
    path = pointer.replace("~1", "/").replace("~0", "~")
    try:
        found: Document = documents[file]["paths"][path]
    except KeyError:
        raise BundleError(f"{reference} does not exist") from None
    return found, str(reference)


def _local(node: Json, where: str, documents: dict[str, Document]) -> Json:
    """Turn `file.yaml#/components/…` into `#/components/…`, and check that the target exists."""
    if isinstance(node, dict):
        return {
            key: _local_reference(value, where, documents)
            if key in ("$ref", "mapping")
            else _local(value, where, documents)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_local(element, where, documents) for element in node]
    return node


def _local_reference(value: Json, where: str, documents: dict[str, Document]) -> Json:
    if isinstance(value, dict):
        return {key: _local_reference(reference, where, documents) for key, reference in value.items()}
    file, _, pointer = str(value).partition("#/")
    target: Json = documents.get(file or where.partition("#")[0])
    for part in pointer.split("/"):
        target = target.get(part) if isinstance(target, dict) else None
    if target is None:
        raise BundleError(f"{where} refers to {value}, which does not exist")
    return f"#/{pointer}"


def _schema_names(node: Json) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield str(value).rpartition("/")[2]
            else:
                yield from _schema_names(value)
    elif isinstance(node, list):
        for element in node:
            yield from _schema_names(element)
