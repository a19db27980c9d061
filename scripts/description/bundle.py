"""The bundle: the files of `openapi/` as one document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from description.json_types import Document, Json
from description.parts import Description, decoded
from description.problems import BundleError, Source
from description.yaml_files import ROOT, read_folder

__all__ = ["BundleError", "bundle", "joined", "models_of", "prune_to_requests", "to_json", "unions"]


def bundle(folder: Path) -> Document:
    """Join the documents of a folder, starting from its root document.

    References between files become references inside the bundle. Path items from other files are inlined.

    Raises:
        BundleError: A file is not YAML, the target of a reference is missing, or two files define the same component.
    """
    sources = read_folder(folder)
    Description.of(sources).refuse_unjoinable()
    return joined(sources)


def joined(sources: dict[str, Source]) -> Document:
    """Join files whose references have all been checked."""
    documents: dict[str, Document] = {file: source.document for file, source in sources.items()}
    root = documents[ROOT]
    return {
        **root,
        "paths": {path: _local(_path_item(item, documents)) for path, item in root.get("paths", {}).items()},
        "components": _components(documents),
    }


def prune_to_requests(document: Document) -> Document:
    """Return the document with only the schemas that request bodies use, and without operations.

    Properties without a description get one, because the TypedDicts get their docstrings from there.
    """
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
    kept = {name: _with_descriptions(schema, schemas) for name, schema in schemas.items() if name in reached}
    return {**document, "paths": {}, "components": {"schemas": kept}}


def references(document: Document) -> dict[str, list[str]]:
    """Return the components that each component refers to, without those that refer to none."""
    schemas = document["components"]["schemas"]
    found = {name: sorted({*_schema_names(schema)}) for name, schema in schemas.items()}
    return {name: names for name, names in found.items() if names}


def unions(document: Document) -> dict[str, list[str]]:
    """Return the members of each union component; a union follows the unions that it contains."""
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
    """Return the canonical text of the document, whose hash is in the stamp of the generated code."""
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _with_descriptions(schema: Document, schemas: dict[str, Document]) -> Document:
    """Describe each property that is a reference by its target, and each constant by its value."""
    properties: dict[str, Document] = schema.get("properties", {})
    described: dict[str, Document] = {}
    for name, node in properties.items():
        if "$ref" in node:
            found = schemas[str(node["$ref"]).rpartition("/")[2]].get("description")
        else:
            found = f'Always "{node["const"]}".' if "const" in node else None
        described[name] = {"description": found, **node} if found else node
    return {**schema, "properties": described} if properties else schema


def _components(documents: dict[str, Document]) -> Document:
    joined: Document = {}
    for document in documents.values():
        for kind, components in document.get("components", {}).items():
            joined[kind] = {**joined.get(kind, {}), **{name: _local(one) for name, one in components.items()}}
    joined.setdefault("schemas", {})
    return joined


def _path_item(item: Document, documents: dict[str, Document]) -> Document:
    if "$ref" not in item:
        return item
    file, _, step = str(item["$ref"]).partition("#/paths/")
    found: Document = documents[file]["paths"][decoded(step)]
    return found


def _local(node: Json) -> Json:
    """Turn `file.yaml#/components/…` into `#/components/…`."""
    if isinstance(node, dict):
        return {key: _local_value(key, value) for key, value in node.items()}
    return [_local(element) for element in node] if isinstance(node, list) else node


def _local_value(key: str, value: Json) -> Json:
    match key, value:
        case "$ref", str():
            return _local_reference(value)
        case "properties", dict():  # property names, not keywords
            return {name: _local(schema) for name, schema in value.items()}
        case "discriminator", dict():
            mapping: Any = value.get("mapping", {})
            return {**value, "mapping": {word: _local_reference(target) for word, target in mapping.items()}}
        case (("example" | "examples"), _):
            return value
        case _:
            return _local(value)


def _local_reference(reference: str) -> str:
    return f"#{reference.partition('#')[2]}"


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
