"""Guarantee 10 for content: whatever the service returns is written, or reported as the one failed part."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from exa_websets import verify_archive
from support.archives import Account, files, json_response
from support.caller import Caller
from support.item_pages import WEBSET, company, enrichment, item, result

SYNC = Caller("sync")
IDS = ["", ".", "..", "/", "\0", "a\0b", "\n", "\ud800", "a/../../b", "..\\..\\b", "C:\\b", "\u202e", "é", "x" * 3000]
NUMBERS = [
    *("9" * 400, "-" + "9" * 400, "9" * 4300, "9" * 4301, "-" + "9" * 5000, "9" * 100_000),
    *("1e400", "-1e400", "1e-400", "0." + "9" * 5000, "9" * 400 + ".5", "1e" + "9" * 5000, "-0", "nan", "-Infinity"),
    *("+", "-", "", "\0", "\ud800", "٤", "1\ud8002"),
]
UNKNOWN: dict[str, Any] = {
    "the word": 'Infinity, "NaN" \\" -Infinity',
    "long": int("9" * 400),
    "lone": "\udfff\ud800",
    "nul": "\0",
    "deep": json.loads("[" * 90 + "]" * 90),
}


def strict(text: str) -> Any:
    """Parse JSON, without the extensions of Python."""

    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is not JSON")

    return json.loads(text, parse_constant=refuse)


def service(*items: dict[str, Any]) -> Account:
    """Return an account in which the second of three Websets has these items."""
    enrichments = [enrichment("e1", "Staff")]

    def on_request(request: httpx.Request) -> httpx.Response | None:
        path = request.url.path
        if path.endswith("/webset_1/items"):
            return json_response({"data": [*items], "hasMore": False, "nextCursor": None})
        if path.endswith("/webset_1"):
            return json_response({**WEBSET, "id": "webset_1", "enrichments": enrichments, "metadata": {"x": "\ud800"}})
        return None

    return Account(dict.fromkeys(["webset_0", "webset_1", "webset_2"], 1), on_request=on_request)


@pytest.mark.parametrize("text", NUMBERS, ids=lambda text: ascii(text)[:12])
def test_cells(text: str, call: Caller, tmp_path: Path) -> None:
    """Any text of a result or a name is in the rows, in both formats, and in an archive."""
    account = service(company("i1", result("e1", text, format="number"), name=text or "-"))
    csv_file, json_file = tmp_path / "x.csv", tmp_path / "x.jsonl"
    rows = call.collect(lambda client: client.items.rows("webset_1"), handler=account)
    call(lambda client: client.items.export("webset_1", csv_file), handler=account)
    call(lambda client: client.items.export("webset_1", json_file), handler=account)
    archive = account.archive(call, tmp_path / "archive")

    shown = rows[0]["Staff"]
    assert shown == text if isinstance(shown, str) else shown in (int(shown), float(text))
    with csv_file.open(encoding="utf-8", newline="") as opened:
        [row] = csv.DictReader(opened)
    written = text.encode("utf-8", "backslashreplace").decode()
    assert row["Staff"] in (written, f"'{written}", str(shown))
    assert strict(json_file.read_text("utf-8"))["enrichments"][0]["result"] == [text]
    assert (archive.is_complete, archive.counts["items"], verify_archive(tmp_path / "archive").problems) == (
        True,
        3,
        (),
    )


@pytest.mark.parametrize("value", UNKNOWN.values(), ids=UNKNOWN)
def test_values_of_unknown_fields(value: Any, call: Caller, tmp_path: Path) -> None:
    """An undocumented value is written unchanged, as JSON that any other program can read."""
    account = service({**item("i1"), "new": value})
    assert account.archive(call, tmp_path).is_complete
    assert strict((tmp_path / "websets/webset_1/items.jsonl").read_text("utf-8"))["new"] == value


REJECTED = {
    "nested deeply": "[" * 1000 + "]" * 1000,
    "nested very deeply": "[" * 100_000 + "]" * 100_000,
    "a number beyond floats": "1e400",
    "a number of 5,000 digits": "9" * 5000,
    "a word that is not JSON": "Infinity",
}


@pytest.mark.parametrize("value", REJECTED.values(), ids=REJECTED)
def test_unreadable_items(value: str, call: Caller, tmp_path: Path) -> None:
    """Only the part with unreadable items is not archived."""
    nested = f'{{"new": {value}, "id": "i1"}}'

    def on_request(request: httpx.Request) -> httpx.Response | None:
        if request.url.path.endswith("/webset_1/items"):
            return httpx.Response(200, content=f'{{"data": [{nested}], "hasMore": false, "nextCursor": null}}')
        return None

    account = Account(dict.fromkeys(["webset_0", "webset_1", "webset_2"], 1), on_request=on_request)
    result = account.archive(call, tmp_path)
    assert ([*result.failed], result.counts["websets"]) == (["webset_1"], 2)
    assert verify_archive(tmp_path).problems == ()


@pytest.mark.parametrize("id", IDS, ids=lambda id: ascii(id)[:20])
def test_ids(id: str, call: Caller, tmp_path: Path) -> None:
    """An invalid id is in `.failed`, everything else is archived, and nothing is written outside."""
    result = Account(dict.fromkeys(["webset_0", id, "webset_2"], 1)).archive(call, tmp_path / "archive")
    assert {*result.failed} <= {id}
    assert result.counts["websets"] == 3 - len(result.failed)
    assert verify_archive(tmp_path / "archive").problems == ()
    assert [one.name for one in tmp_path.iterdir()] == ["archive"]
    assert {len(Path(name).parts) for name in files(tmp_path / "archive")} == {1, 3}
