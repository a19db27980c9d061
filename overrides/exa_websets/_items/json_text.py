"""Write JSON to files, and read it from files."""

from __future__ import annotations

import json
from typing import Any


def json_line(content: Any) -> str:
    """Return a line of a JSON Lines file."""
    return json.dumps(content, ensure_ascii=False) + "\n"


def json_document(content: Any) -> str:
    """Return the text of a JSON file."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def parse_json(text: str | bytes) -> Any:
    """Parse JSON from an untrusted source.

    Raises:
        ValueError: the text is not JSON, or is nested too deeply.
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
