"""What is wrong with a request, in words of the emulator's own: those of pydantic name its types and its settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_WORDS = {
    "missing": "is required",
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "list_type": "must be a list",
    "dict_type": "must be an object, not {kind}",
    "model_type": "must be an object, not {kind}",
    "model_attributes_type": "must be an object, not {kind}",
    "enum": "must be one of {expected}",
    "literal_error": "must be one of {expected}",
    "union_tag_not_found": "needs {discriminator}",
    "union_tag_invalid": "has an unknown {discriminator}, '{tag}'; it must be one of {expected_tags}",
    "string_too_short": "must have {min_length} or more characters",
    "string_too_long": "must have {max_length} or fewer characters",
    "too_short": "must have {min_length} or more entries",
    "too_long": "must have {max_length} or fewer entries",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be {ge} or more",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be {le} or less",
    "finite_number": "must be a finite number",
}
_OTHER = "is not valid"
_KINDS = {"list": "an array", "dict": "an object", "str": "text", "bool": "a boolean", "NoneType": "null"}


def describe_errors(errors: Sequence[Any]) -> str:
    """Return a message of one line for the validation errors of a request."""
    unknown = [error["loc"][-1] for error in errors if error["type"] == "extra_forbidden"]
    if unknown:
        return "Unrecognized key(s) in object: " + ", ".join(f"'{key}'" for key in unknown)
    return "; ".join(_describe(error) for error in errors)


def _describe(error: Mapping[str, Any]) -> str:
    place = ".".join(map(str, error["loc"]))
    if error["type"] == "value_error":  # raised by the emulator
        return f"{place}: {error['msg'].removeprefix('Value error, ')}".removeprefix(": ")
    words = {"kind": _KINDS.get(type(error["input"]).__name__, "a number"), **error.get("ctx", {})}
    return f"{place or 'the body'} {_WORDS.get(error['type'], _OTHER).format_map(words)}"
