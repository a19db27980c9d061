"""Recorded answers of the live service, and the one in the vendor's documentation."""

from __future__ import annotations

import json
from typing import Any

from attrs import frozen
from support.paths import DATA

DOCUMENTED_CANCEL: dict[str, Any] = json.loads((DATA / "cancel_response_2025-07-31.json").read_text())


@frozen
class Exchange:
    """A recorded call: its request, its response, and the date of the response. `path` is relative to the base URL."""

    name: str
    method: str
    path: str
    request: Any
    status: int
    answer: Any
    at: str


def recorded(name: str) -> Exchange:
    """Return the recorded exchange with this file name."""
    data = json.loads((DATA / "recorded" / f"{name}.json").read_text())
    return Exchange(name, data["method"], data["path"], data["request"], data["status"], data["doc"], data["at"])


def creation(webset: Any, criteria: bool) -> dict[str, Any]:
    """Return the request that created a recorded Webset, as far as the Webset shows it."""
    search = webset["searches"][0]
    asked = {"query": search["query"], "count": search["count"]}
    if criteria and search["criteria"]:
        asked["criteria"] = [{"description": one["description"]} for one in search["criteria"]]
    enrichments = [
        {name: one[name] for name in ("description", "format", "options") if one[name]} for one in webset["enrichments"]
    ]
    return {"search": asked, "enrichments": enrichments, "metadata": webset["metadata"]}


RECORDED = [recorded(path.stem) for path in sorted((DATA / "recorded").glob("*.json"))]
assert len(RECORDED) > 15
