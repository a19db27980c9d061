"""`items.export` writes the items of a Webset to a file."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from exa_websets import PagingError, WebsetsClient, models
from exa_websets.emulator import Emulator
from support.caller import Act, Caller
from support.emulator_calls import create
from support.item_pages import ItemPages, company, enrichment, item, result

FILLED = {
    "search": {"query": "makers of tea", "count": 130},
    "enrichments": [{"description": "Who leads it?"}, {"description": "How many work there?", "format": "number"}],
}


def export(path: Path, **arguments: Any) -> Act:
    """Export the items of a Webset."""
    return lambda client: client.items.export(arguments.get("webset", "ws"), path, **without(arguments, "webset"))


def without(arguments: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in arguments.items() if key != name}


def lines(path: Path) -> list[Any]:
    """Read JSON Lines."""
    return [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]]


def table(path: Path) -> list[list[str]]:
    """Read a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, strict=True))


def test_json_lines_contain_whole_items(
    call: Caller, websets_emulator: Emulator, http: httpx.Client, tmp_path: Path
) -> None:
    """Each line is an item with all its data, in the order of the list."""
    id, path = create(http, FILLED), tmp_path / "tea.jsonl"
    websets_emulator.advance(3600)
    assert call(export(path, webset=id), base_url=websets_emulator.base_url) == 130

    with WebsetsClient("any", base_url=websets_emulator.base_url) as client:
        listed = list(client.items.list_all(id))
    assert [models.WebsetItem.from_dict(line) for line in lines(path)] == listed
    assert [line["enrichments"][1]["result"] for line in lines(path)] == [["42"]] * 130


def test_csv_has_a_column_for_each_enrichment(
    call: Caller, websets_emulator: Emulator, http: httpx.Client, tmp_path: Path
) -> None:
    """The header names the columns of the item and of each enrichment, as given by `names`; each item is a row."""
    id, path = create(http, FILLED, externalId="tea"), tmp_path / "tea.CSV"
    websets_emulator.advance(3600)
    leader, size = http.get(f"/v0/websets/{id}").json()["enrichments"]
    written = call(export(path, webset="tea", names={size["id"]: "staff"}), base_url=websets_emulator.base_url)
    header, *rows = table(path)

    assert written == len(rows) == 130
    assert header == ["id", "url", "name", "type", leader["title"], "staff"]
    assert {tuple(row[3:]) for row in rows} == {("company", "As their page tells.", "42")}
    assert len({row[0] for row in rows}) == 130


def test_items_found_during_the_export_are_written_once(
    call: Caller, websets_emulator: Emulator, http: httpx.Client, tmp_path: Path
) -> None:
    """If a Webset finds items during an export, the file has everything from the last listing, each item once."""
    id, path = create(http, {"search": {"query": "makers of tea", "count": 500}}), tmp_path / "tea.jsonl"
    websets_emulator.advance(650)
    there: list[int] = []

    def going_on(request: httpx.Request) -> httpx.Response:
        there.append(http.get(f"/v0/websets/{id}").json()["searches"][0]["progress"]["found"])
        answer = http.get(request.url)
        websets_emulator.advance(11)
        return httpx.Response(answer.status_code, content=answer.content)

    written = call(export(path, webset=id), handler=going_on, base_url=websets_emulator.base_url)
    found = [line["id"] for line in lines(path)]

    assert 100 < there[0] < there[-1] < 500
    assert written == len(found) == len({*found}) == there[-1]


def test_the_second_listing_ends_at_a_known_item(call: Caller, tmp_path: Path) -> None:
    """Items found during the first listing are last in the file, and only the pages with new items are read again."""
    path = tmp_path / "tea.jsonl"

    def more(lists: int) -> None:
        service.items[:0] = [item(f"new-{lists}-{n}") for n in range({1: 1, 2: 4}.get(lists, 0))]

    service = ItemPages([item(f"old-{n}") for n in range(6)], on_list=more)
    assert call(export(path), handler=service) == 11

    late = ["new-2-0", "new-2-1", "new-2-2", "new-2-3", "new-1-0"]
    assert [line["id"] for line in lines(path)] == [f"old-{n}" for n in range(6)] + late
    assert service.cursors == [None, "old-1", "old-3", None, "new-2-1", "new-2-3"]


@pytest.mark.parametrize("page", [1, 2, 7])
def test_a_webset_that_changes_with_every_request_is_exported(call: Caller, page: int, tmp_path: Path) -> None:
    """The export ends even if each request adds and removes an item, and contains all items present throughout."""
    path = tmp_path / "tea.jsonl"
    there: list[list[str]] = []

    def change(lists: int) -> None:
        service.items.insert(0, item(f"new-{lists}"))
        del service.items[-1]
        there.append([one["id"] for one in service.items])

    service = ItemPages([item(f"old-{n}") for n in range(20)], on_list=change, page=page)
    call(export(path), handler=service)
    found = [line["id"] for line in lines(path)]
    second_look = service.cursors.index(None, 1)

    assert len(found) == len({*found})
    assert {*there[second_look]} & {*there[-1]} <= {*found}


def test_a_cursor_may_occur_in_both_listings(call: Caller, tmp_path: Path) -> None:
    """Cursors that count pages are the same in both listings, which is not an error."""
    looks = [{None: "ab", "2": "cd"}, {None: "xy", "2": "ab"}]

    def pages(_: int) -> httpx.Response:
        cursor = service.cursors[-1]
        data = [item(id) for id in looks[service.cursors.count(None) - 1][cursor]]
        return httpx.Response(200, json={"data": data, "hasMore": True, "nextCursor": None if cursor else "2"})

    service = ItemPages([], on_list=pages)
    call(export(tmp_path / "tea.jsonl"), handler=service)

    assert [line["id"] for line in lines(tmp_path / "tea.jsonl")] == [*"abcdxy"]


def test_a_list_that_repeats_a_cursor_is_an_error(call: Caller, tmp_path: Path) -> None:
    """A repeated cursor raises PagingError, and no file is written."""
    page = {"data": [item("witem_1")], "hasMore": True, "nextCursor": "witem_1"}
    service = ItemPages([], on_list=lambda _: httpx.Response(200, json=page))

    with pytest.raises(PagingError, match="the cursor 'witem_1' twice"):
        call(export(tmp_path / "tea.jsonl"), handler=service)
    assert [*tmp_path.iterdir()] == []


def test_an_empty_webset(call: Caller, tmp_path: Path) -> None:
    """Without items the file is empty or has only a header."""
    assert call(export(tmp_path / "tea.jsonl"), handler=ItemPages([])) == 0
    assert call(export(tmp_path / "tea.csv"), handler=ItemPages([], [enrichment("e1", "CEO")])) == 0

    assert (tmp_path / "tea.jsonl").read_bytes() == b""
    assert table(tmp_path / "tea.csv") == [["id", "url", "name", "type", "CEO"]]


def test_cells_can_hold_any_text(call: Caller, tmp_path: Path) -> None:
    """Line breaks, quotes, commas and letters of every script are preserved; an item of an unknown type has a row."""
    texts = ["Grüner Tee", "茶", 'a "pot", black', "two\r\nlines", "\u2028", "\x00", "🫖", " "]
    items = [company(f"c{n}", name=text) for n, text in enumerate(texts)]
    new = item("new", result("e1", "red", "blue"), type="teapot", url="https://pot.example", glaze={"colour": "red"})
    service = ItemPages([*items, new], [enrichment("e1", "Farbe\nà la carte")])
    for name in ("tea.csv", "tea.jsonl"):
        assert call(export(tmp_path / name), handler=service) == len(texts) + 1
    header, *rows = table(tmp_path / "tea.csv")

    assert header == ["id", "url", "name", "type", "Farbe\nà la carte"]
    assert [row[2] for row in rows[:-1]] == texts
    assert rows[-1] == ["new", "https://pot.example", "", "teapot", "red; blue"]
    *companies, pot = [line["properties"] for line in lines(tmp_path / "tea.jsonl")]
    assert [one["company"]["name"] for one in companies] == texts
    assert pot == new["properties"]
    assert "茶".encode() in (tmp_path / "tea.jsonl").read_bytes()


def test_a_lone_surrogate_can_be_exported(call: Caller, tmp_path: Path) -> None:
    """A lone surrogate, which UTF-8 cannot encode, is kept in JSON Lines and escaped in CSV."""
    page = {"data": [company("c1", name="cut \ud83c")], "hasMore": False, "nextCursor": None}
    service = ItemPages([], on_list=lambda _: httpx.Response(200, content=json.dumps(page)))
    for name in ("tea.csv", "tea.jsonl"):
        call(export(tmp_path / name), handler=service)

    assert table(tmp_path / "tea.csv")[1][2] == r"cut \ud83c"
    assert lines(tmp_path / "tea.jsonl")[0]["properties"]["company"]["name"] == "cut \ud83c"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+31 20 555 0100",
        "-",
        "-1+1",
        "@SUM(A1)",
        "\ttea",
        "\rtea",
        "\ntea",
        "\uff1d1+1",
        "\u0301=1",
        "\u20dd=1",
        '=HYPERLINK("x","y")',
    ],
)
def test_formulas_are_escaped(text: str, tmp_path: Path) -> None:
    """In CSV, text that a spreadsheet would evaluate is prefixed with an apostrophe, in the header too."""
    service = ItemPages([company("c1", result("e1", text), name=text)], [enrichment("e1", text)])
    for name in ("tea.csv", "tea.jsonl"):
        Caller("sync")(export(tmp_path / name), handler=service)
    header, row = table(tmp_path / "tea.csv")

    assert header[4] == row[2] == row[4] == f"'{text}"
    assert lines(tmp_path / "tea.jsonl")[0]["enrichments"][0]["result"] == [text]


@pytest.mark.parametrize(
    ("format", "text", "cell"),
    [("number", "-12", "-12"), ("number", "+3.50", "3.5"), ("text", "-1.5e3", "-1.5e3"), ("text", "a=b", "a=b")],
)
def test_numbers_are_not_escaped(format: str, text: str, cell: str, tmp_path: Path) -> None:
    """A plain number may start with a sign, and a text may contain one."""
    service = ItemPages([item("c1", result("e1", text, format=format))], [enrichment("e1", "How many?")])
    Caller("sync")(export(tmp_path / "tea.csv"), handler=service)

    assert table(tmp_path / "tea.csv")[1][4] == cell


def test_an_explicit_format(call: Caller, tmp_path: Path) -> None:
    """`format` takes precedence over the extension of the path."""
    service = ItemPages([item("witem_1")])
    call(export(tmp_path / "tea.txt", format="csv"), handler=service)
    call(export(tmp_path / "tea.csv", format="jsonl"), handler=service)

    assert table(tmp_path / "tea.txt")[1][0] == "witem_1"
    assert lines(tmp_path / "tea.csv")[0]["id"] == "witem_1"


def test_options_reach_the_requests(call: Caller, tmp_path: Path) -> None:
    """Extra headers are sent with every request, and the extra query only with requests for the list."""
    service = ItemPages([item(f"witem_{n}") for n in range(3)])
    options = {"extra_headers": {"x-trace": "7"}, "extra_query": {"sourceId": "wsearch_1"}}
    call(export(tmp_path / "tea.csv", **options), handler=service)
    webset, *pages = service.seen

    assert {one.headers["x-trace"] for one in service.seen} == {"7"}
    assert {one.url.params.get("sourceId") for one in pages} == {"wsearch_1"}
    assert "sourceId" not in webset.url.params
