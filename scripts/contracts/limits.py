"""Limits on the values of a schema: bounds, formats and all other keywords, in a canonical form."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains")
UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains")
# Texts for people and names for tools, which do not affect the allowed values.
TEXTS = ("summary", "description", "title", "example", "examples", "externalDocs")
NAMES = ("operationId", "tags")
# Keywords that define the shape of a schema or only name things.
SHAPE = (
    *("$ref", "allOf", "anyOf", "oneOf", "type", "enum", "const", "properties", "required", "items"),
    *("additionalProperties", "nullable", "discriminator", "default", "deprecated"),
    *("xml", "$schema", "$id", "$anchor", "$comment", "$defs", "definitions"),
)
# Keywords with a value that allows everything.
TRIVIAL: tuple[tuple[str, Any], ...] = (
    ("propertyNames", '{"type": "string"}'),
    ("unevaluatedProperties", True),
    ("minLength", 0),
    ("minItems", 0),
    ("minProperties", 0),
)
FLAGS = ("uniqueItems", "readOnly", "writeOnly", "exclusiveMinimum", "exclusiveMaximum")
# Document generators write this value for integers without a limit.
MOST_EXACT_INTEGER = 2**53 - 1


def is_text(key: str) -> bool:
    return key in (*TEXTS, *NAMES) or key.startswith("x-")


def limits_of(schema: Mapping[str, Any], types: Sequence[str], typed_formats: Sequence[str]) -> dict[str, Any]:
    """Return the keywords of a schema that limit its values, except formats that count as types."""
    found = {
        key: canonical(value)
        for key, value in schema.items()
        if key not in SHAPE and not is_text(key) and value is not None and not (value is False and key in FLAGS)
    }
    for key, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if found.get(key) is True:  # the form of OpenAPI 3.0
            found.pop(key)
            found.update({key: found.pop(bound)} if bound in found else {})
        if key in found and "integer" in types and found[key] == int(found[key]):
            found[bound] = int(found.pop(key)) + (1 if bound == "minimum" else -1)
        if abs(found.get(bound, 0)) >= MOST_EXACT_INTEGER:
            found.pop(bound)
    if found.get("format") in typed_formats and "string" in types:
        found.pop("format")
    return {key: value for key, value in found.items() if (key, value) not in TRIVIAL}


def combined(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Return the limits of a value to which both apply."""
    found = {**other, **one}
    for key in one.keys() & other.keys():
        if one[key] != other[key]:
            pair = (one[key], other[key])
            found[key] = max(pair) if key in LOWER else min(pair) if key in UPPER else either(pair, "and")
    return found


def either(values: Sequence[Any], word: str = "or") -> Any:
    """Combine the limits of alternatives: a value that all share, or a text that lists all."""
    return values[0] if all(value == values[0] for value in values) else f" {word} ".join(sorted(map(str, values)))


def canonical(value: Any) -> Any:
    """Return numbers and strings unchanged, and other values as canonical JSON."""
    return value if isinstance(value, int | float | str) else json.dumps(value, sort_keys=True, default=str)
