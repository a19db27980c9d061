"""Sample answers: recorded, documented, and built from the description with every field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from support.openapi_document import Schema, component, members
from support.recordings import DOCUMENTED_CANCEL, recorded

# The models of the recorded answers.
ANSWERS: dict[str, str] = {
    "enrichments_cancel_still_pending": "WebsetEnrichment",
    "enrichments_delete": "WebsetEnrichment",
    "error_400_bad_key": "Error",
    "error_404": "Error",
    "error_500": "Error",
    "imports_create_201": "CreateImportResponse",
    "imports_list_has_more_without_cursor": "ListImportsResponse",
    "items_list_with_enrichments": "ListWebsetItemResponse",
    "searches_cancel": "WebsetSearch",
    "searches_create_201": "WebsetSearch",
    "websets_cancel_idle": "Webset",
    "websets_cancel_running": "Webset",
    "websets_cancel_with_enrichments": "Webset",
    "websets_create_201": "Webset",
    "websets_delete": "Webset",
    "websets_get_expand_items": "Webset",
    "websets_get_idle": "Webset",
    "websets_get_running_at_completion_100": "Webset",
    "websets_get_running_progress": "Webset",
    "websets_get_search_done_enrichments_pending": "Webset",
    "websets_list": "ListWebsetsResponse",
}


def answers() -> Iterator[tuple[str, str, Any]]:
    """Yield the name, the model and the document of each recorded or documented answer."""
    yield "documented_cancel", "Webset", DOCUMENTED_CANCEL
    for name, model in ANSWERS.items():
        yield name, model, recorded(name).answer


def example(schema: Schema) -> Any:
    """Return an example of a schema with every field; a union is its first member."""
    schema = members(schema)[0]
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("format") == "date-time":
        return "2025-11-23T00:48:47.089Z"
    kinds: list[str] = schema["type"] if isinstance(schema.get("type"), list) else [schema.get("type", "string")]
    match kinds[0]:
        case "object":
            return {name: example(inner) for name, inner in schema.get("properties", {}).items()}
        case "array":
            kinds_of_elements = [kind for kind in members(schema["items"]) if kind.get("type") == "object"]
            return [example(kind) for kind in kinds_of_elements] or [example(schema["items"])]
        case kind:
            return {"string": "text", "integer": 7, "number": 7.5, "boolean": True}[kind]


def full_webset() -> Any:
    """Return a Webset with every field, and with items and entities of every type."""
    webset = example(component("Webset"))
    [search], [item] = webset["searches"], webset["items"]
    webset["searches"] = [{**search, "entity": example(kind)} for kind in members(component("Entity"))]
    webset["items"] = [{**item, "properties": example(kind)} for kind in members(component("ItemProperties"))]
    return webset
