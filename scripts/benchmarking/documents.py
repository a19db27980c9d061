"""Documents of several sizes, built from recorded responses."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from common.paths import ROOT

RECORDED = ROOT / "tests" / "data" / "recorded"
SENTENCE = "A mill in the hills dries leaves of tea for small shops, and says on each page of its site how it does so. "
NEWER = {"dashboardUrl": "https://websets.example/webset"}  # required by the vendor's SDK
MODELS = {
    "small": "Webset",
    "typical": "Webset",
    "large": "ListWebsetItemResponse",
    "events": "ListEventsResponse",
}


def document(size: str) -> Any:
    """Return the document of a size in `MODELS`."""
    makers: dict[str, Callable[[], Any]] = {"small": _small, "typical": _typical, "large": _large, "events": _events}
    return makers[size]()


def page(items: int) -> Any:
    """Return a last page of items of about 2 kB each."""
    return {"data": [_item(number, words=4, parts=1) for number in range(items)], "hasMore": False, "nextCursor": None}


def _small() -> Any:
    return {**_recorded("websets_cancel_running"), **NEWER}


def _typical() -> Any:
    """Return a Webset of 25 kB with items."""
    webset = {**_recorded("websets_get_idle"), **NEWER}
    return {**webset, "items": [_item(number, words=8, parts=1) for number in range(9)]}


def _large() -> Any:
    """Return a page of 100 items, 800 kB."""
    items = [_item(number, words=28, parts=4) for number in range(100)]
    return {"data": items, "hasMore": True, "nextCursor": "100"}


def _events() -> Any:
    """Return a page of 1,000 events of ten types."""
    webset, item = _small(), _item(0, words=1, parts=1)
    [search] = webset["searches"]
    imported = _recorded("imports_create_201")
    imported = {name: imported[name] for name in imported if not name.startswith("upload")}
    kinds = {
        "webset.created": webset,
        "webset.idle": webset,
        "webset.search.created": search,
        "webset.search.updated": search,
        "webset.search.completed": search,
        "webset.search.canceled": search,
        "webset.item.created": item,
        "webset.item.enriched": item,
        "import.created": imported,
        "import.completed": imported,
    }
    moment = "2025-11-23T00:48:47.089Z"
    events = [
        {"id": f"event_{number:04}", "object": "event", "type": kind, "data": data, "createdAt": moment}
        for number, (kind, data) in enumerate([*kinds.items()] * 100)
    ]
    return {"data": events, "hasMore": False, "nextCursor": None}


def _item(number: int, *, words: int, parts: int) -> Any:
    """Return an item with repeated sentences, evaluations and enrichments."""
    [item, *_] = _recorded("items_list_with_enrichments")["data"]
    return {
        **item,
        "id": f"witem_{number:026}",
        "properties": {**item["properties"], "content": SENTENCE * words},
        "evaluations": item["evaluations"] * parts,
        "enrichments": item["enrichments"] * parts,
    }


def _recorded(name: str) -> Any:
    return json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))["doc"]
