"""JSON as it is written to files and read from them."""

from __future__ import annotations

import json
import re
from typing import Any

_STRING_OR_SPECIAL = re.compile(r'"(?:[^"\\]|\\.)*"|-?Infinity|NaN')


def json_line(content: Any) -> str:
    """Return a line of a JSON Lines file."""
    return _dumps(content, None) + "\n"


def json_document(content: Any) -> str:
    """Return the text of a JSON file."""
    return _dumps(content, 2) + "\n"


def parse_json(text: str | bytes) -> Any:
    """Parse JSON that may have been written by anybody.

    Raises:
        ValueError: it is not JSON, or is nested too deeply.
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _dumps(content: Any, indent: int | None) -> str:
    try:
        return json.dumps(content, ensure_ascii=False, indent=indent, allow_nan=False)
    except ValueError:
        # A number beyond the range of a float, such as 1e400, was read as infinity, for which JSON has no word.
        text = json.dumps(content, ensure_ascii=False, indent=indent)
        return _STRING_OR_SPECIAL.sub(lambda match: _number(match[0]), text)


def _number(token: str) -> str:
    return {"Infinity": "1e999", "-Infinity": "-1e999", "NaN": "null"}.get(token, token)
