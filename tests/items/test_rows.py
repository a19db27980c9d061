"""`items.rows`: flat dictionaries with the columns of an export, for a table in memory."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from exa_websets.emulator import Emulator
from support.caller import Caller
from support.emulator_calls import create
from support.item_pages import ItemPages, company, enrichment, result

ASKED = [enrichment("e1", "Leader"), enrichment("e2", "People", "How many?"), enrichment("e3", None, "Markets?")]
REFERENCE = {"title": "About", "snippet": "…", "url": "https://amber.example/about"}


def answered() -> ItemPages:
    """Return a service whose enrichments have results of every kind."""
    leader = {**result("e1", "Ada"), "references": [REFERENCE], "reasoning": "Their page says so."}
    pending = {**leader, "result": None, "status": "pending"}
    items = [
        company("i3", name="Cedar"),
        company("i2", pending, result("e3", "EU", "US"), name="Birch"),
        company("i1", leader, result("e2", "42", format="number"), name="Amber"),
    ]
    return ItemPages(items, ASKED)


def rows(call: Caller, handler: Any, *names: Any, **options: Any) -> list[Any]:
    return call.collect(lambda client: client.items.rows("ws", *names, **options), handler=handler)


def test_one_row_for_each_item(call: Caller) -> None:
    """A single value is unchanged, numbers are numbers, several values are a list, and a missing result is None."""
    cedar, birch, amber = rows(call, answered())

    assert [*amber] == ["id", "url", "name", "type", "Leader", "People", "Markets?"]
    assert (amber["name"], amber["Leader"], amber["People"], amber["Markets?"]) == ("Amber", "Ada", 42, None)
    assert (birch["name"], birch["Leader"], birch["People"], birch["Markets?"]) == ("Birch", None, None, ["EU", "US"])
    assert (cedar["name"], cedar["Leader"], cedar["People"], cedar["Markets?"]) == ("Cedar", None, None, None)


def test_columns_have_the_names_of_the_caller(call: Caller) -> None:
    """`names` maps the ids of enrichments to column names; an unknown id is rejected."""
    *_, amber = rows(call, answered(), {"e2": "staff"})
    assert [*amber][4:] == ["Leader", "staff", "Markets?"]
    with pytest.raises(ValueError, match="'e9'"):
        rows(call, answered(), {"e9": "staff"})


def test_references_and_reasoning_on_request(call: Caller) -> None:
    """References and reasoning have columns of their own, next to the result. A pending result has neither."""
    cedar, birch, amber = rows(call, answered(), references=True, reasoning=True)

    assert [*amber][4:7] == ["Leader", "Leader references", "Leader reasoning"]
    assert amber["Leader references"] == ["https://amber.example/about"]
    assert amber["Leader reasoning"] == "Their page says so."
    for row in (cedar, birch):
        assert (row["Leader references"], row["Leader reasoning"]) == ([], None)


def test_items_found_while_listing_are_returned_once(call: Caller) -> None:
    """Items found during the listing are last, and no item is returned twice."""
    service = answered()

    def on_list(number: int) -> None:
        if number == 1:
            service.items.insert(0, company("i4", name="Dew"))

    service.on_list = on_list
    assert [row["id"] for row in rows(call, service)] == ["i3", "i2", "i1", "i4"]


def test_a_result_that_arrives_while_listing(call: Caller) -> None:
    """An item is returned once, with the results that it had then."""
    service = answered()

    def on_list(number: int) -> None:
        if number == 1:
            service.items[0] = company("i3", result("e1", "Eve"), name="Cedar")

    service.on_list = on_list
    assert [(row["id"], row["Leader"]) for row in rows(call, service)] == [("i3", None), ("i2", None), ("i1", "Ada")]
    assert service.cursors[2:] == [None]


def test_an_export_has_the_same_columns(call: Caller, websets_emulator: Emulator, http: Any, tmp_path: Path) -> None:
    """The header of an exported CSV file equals the keys of the rows."""
    id = create(http, {"search": {"query": "tea", "count": 3}, "enrichments": [{"description": "Who?"}]})
    websets_emulator.advance(600)
    path = tmp_path / "tea.csv"
    call(lambda client: client.items.export(id, path), base_url=websets_emulator.base_url)
    [first, *_] = call.collect(lambda client: client.items.rows(id), base_url=websets_emulator.base_url)
    with path.open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == [*first]
