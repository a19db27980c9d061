"""Responses and events with untrusted text are safe in a spreadsheet and in a webhook receiver."""

from __future__ import annotations

import csv
import io
import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from exa_websets import WebhookVerificationError, models, webhooks
from hypothesis import example, given, settings, strategies as st
from support.internals import open_export
from support.item_pages import company, enrichment, result
from support.recordings import recorded
from support.untrusted_text import HOSTILE

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
UNSEEN = [
    "",
    " ",
    "  ",
    "\t",
    "\r",
    "\n",
    "\r\n",
    "\x00",
    "\x0b",
    "\x1f",
    "\xa0",
    "\u3000",
    "\ufeff",
    "\u200b",
    "\u200c",
    "\u200e",
    "\u2028",
    "\u2066",
    "\u3164",
    "\xad",
    "\ufe0f",
]
CELLS = st.tuples(
    st.lists(st.sampled_from(UNSEEN), max_size=3).map("".join),
    st.sampled_from([*SIGNS, ""]),
    st.sampled_from(["1", "12.5", "1e5", "1+1", "SUM(A1)", '"x"', "cmd|' /C calc'!A0", ",=1", "\n=1", "a", ""])
    | st.text(),
).map("".join)
NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports")


@settings(max_examples=25)
@given(texts=st.lists(CELLS, min_size=8, max_size=8), format=st.sampled_from(["text", "number"]))
@example(texts=[" =1", "\x00=1", "\ufeff+1", "\u3000@A", "\xa0-1", "-1e999", "+5", "\u200b=1"], format="number")
def test_no_cell_of_an_export_is_a_formula(folder: Path, texts: list[str], format: Any) -> None:
    """No cell, header included, starts with a formula sign as its first visible character, unless it is a number."""
    columns = [models.WebsetEnrichment.from_dict(enrichment(f"e{n}", text)) for n, text in enumerate(texts)]
    webset = models.Webset.from_dict({**recorded("websets_get_idle").answer, "enrichments": []})
    webset.enrichments = columns
    answers = [result(f"e{n}", text, format=format) for n, text in enumerate(texts)]
    items = [models.WebsetItem.from_dict(company(text, *answers, name=text)) for text in texts]
    with open_export(folder / "tea.csv", "csv", None) as export:
        export.write_header(webset)
        export.write_items(items)
        export.finish()
    rows = [*csv.reader(io.StringIO((folder / "tea.csv").read_text("utf-8"), newline=""))]
    assert len(rows) == 1 + len(texts)
    for cell in (cell for row in rows for cell in row):
        for place, part in enumerate(re.split("[\t\r\n;]", cell)):
            seen = part.lstrip("".join([*UNSEEN, *map(chr, range(32))]))
            is_item = place and re.fullmatch("[-+] [^(|!]*", part)
            assert not seen.startswith((*SIGNS,)) or NUMBER.fullmatch(part.strip()) or is_item, ascii(cell)
        assert not cell.startswith(("\t", "\r", "\n"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | HOSTILE, lambda inner: st.lists(inner, max_size=3)
)
WEBSET: dict[str, Any] = recorded("websets_get_idle").answer
EVENT = {"id": "e", "object": "event", "type": "webset.idle", "createdAt": "2025-11-23T17:15:22.175Z", "data": WEBSET}


@settings(max_examples=60)
@given(
    changes=st.dictionaries(st.sampled_from([*EVENT, "more"]), JSON, max_size=2),
    inner=st.dictionaries(st.sampled_from([*WEBSET, "websetId"]), JSON, max_size=2),
    type=st.sampled_from([*map(str, models.EventType)]) | HOSTILE,
)
def test_a_signed_event_of_any_content_is_an_event_or_rejected(
    changes: dict[str, Any], inner: dict[str, Any], type: str
) -> None:
    """Signed JSON with any content is returned as an event with a usable Webset id, or rejected."""
    body = json.dumps({**EVENT, "type": type, "data": {**WEBSET, **inner}, **changes})
    with suppress(WebhookVerificationError):
        event = webhooks.verify(body, webhooks.sign(body, "secret"), "secret")
        assert isinstance(event.id, str)
        assert isinstance(webhooks.webset_id(event), str | None)
