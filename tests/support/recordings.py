"""The recorded answers of the live service and the vendor's documented one, as the tests use them."""

from __future__ import annotations

import json
from typing import Any

from attrs import frozen
from support.paths import DATA

DOCUMENTED_CANCEL: dict[str, Any] = json.loads((DATA / "cancel_response_2025-07-31.json").read_text())


@frozen
class Exchange:
    """One recorded call: what was sent and what came back. `path` stands below the base URL."""

    name: str
    method: str
    path: str
    request: Any
    status: int
    answer: Any


def recorded(name: str) -> Exchange:
    """Give one recorded exchange by the name of its file."""
    data = json.loads((DATA / "recorded" / f"{name}.json").read_text())
    return Exchange(name, data["method"], data["path"], data["request"], data["status"], data["doc"])


RECORDED = [recorded(path.stem) for path in sorted((DATA / "recorded").glob("*.json"))]
assert len(RECORDED) > 15
