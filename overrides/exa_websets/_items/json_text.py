"""JSON as it is written to files."""

from __future__ import annotations

import json
from typing import Any


def json_line(content: Any) -> str:
    """Return a line of a JSON Lines file."""
    return json.dumps(content, ensure_ascii=False) + "\n"


def json_document(content: Any) -> str:
    """Return the text of a JSON file."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
