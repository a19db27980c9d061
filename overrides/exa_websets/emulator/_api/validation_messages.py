"""What is wrong with a request, in words of the emulator's own: those of pydantic name its types and its settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_WORDS = {
    "missing": "is required",
    "string_type": "has to be text",
    "int_type": "has to be a whole number",
    "int_parsing": "has to be a whole number",
    "int_from_float": "has to be a whole number",
    "float_type": "has to be a number",
    "bool_type": "has to be true or false",
    "bool_parsing": "has to be true or false",
    "list_type": "has to be a list",
    "dict_type": "has to be an object",
    "model_type": "has to be an object",
    "model_attributes_type": "has to be an object",
    "enum": "has to be one of {expected}",
    "literal_error": "has to be one of {expected}",
    "union_tag_not_found": "needs {discriminator}",
    "union_tag_invalid": "has an unknown {discriminator}, '{tag}'; it has to be one of {expected_tags}",
    "string_too_short": "has to have {min_length} or more characters",
    "string_too_long": "has to have {max_length} or fewer characters",
    "too_short": "has to have {min_length} or more entries",
    "too_long": "has to have {max_length} or fewer entries",
    "greater_than": "has to be more than {gt}",
    "greater_than_equal": "has to be {ge} or more",
    "less_than": "has to be less than {lt}",
    "less_than_equal": "has to be {le} or less",
    "finite_number": "has to be a finite number",
}
_OTHER = "is not valid"


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
    return f"{place or 'the body'} {_WORDS.get(error['type'], _OTHER).format_map(error.get('ctx', {}))}"
