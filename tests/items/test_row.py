"""One item as a flat row."""

from __future__ import annotations

from typing import Any

import pytest
from exa_websets import models
from support.internals import column_names, row_for_csv
from support.item_pages import enrichment, item, result
from support.openapi_document import component, members
from support.sample_answers import example


def columns(*enrichments: dict[str, Any], names: dict[str, str] | None = None) -> list[str]:
    """Return the column names of these enrichments."""
    return [*column_names([models.WebsetEnrichment.from_dict(one) for one in enrichments], names).values()]


def value(*values: str, format: str = "text", status: str = "completed") -> Any:
    """Return the value in the column of a result."""
    document = item("witem_1", result("e1", *values, format=format, status=status))
    return row_for_csv(models.WebsetItem.from_dict(document), {"e1": "asked"})["asked"]


def test_the_columns_of_a_row() -> None:
    """The columns are id, url, name and type, then the enrichments in the order of the Webset."""
    document = item("witem_1", result("e2", "two"), result("e1", "one"), result("deleted", "x"))
    row = row_for_csv(models.WebsetItem.from_dict(document), {"e1": "first", "e2": "second", "e3": "third"})

    assert [*row.items()] == [
        ("id", "witem_1"),
        ("url", document["properties"]["url"]),
        ("name", "Example Ltd"),
        ("type", "company"),
        ("first", "one"),
        ("second", "two"),
        ("third", None),
    ]


def publication(kind: str, field: str, title: str | None) -> dict[str, Any]:
    work = {"author": None, "publishedAt": None, "title": title}
    return {"type": kind, "url": "https://tea.example", "description": "", "content": None, field: work}


@pytest.mark.parametrize(
    ("properties", "name"),
    [
        (publication("article", "article", "On tea"), "On tea"),
        (publication("article", "article", None), None),
        (publication("research_paper", "researchPaper", "Leaves"), "Leaves"),
        (publication("custom", "custom", "A pot"), "A pot"),
    ],
)
def test_the_name_of_a_publication_is_its_title(properties: dict[str, Any], name: str | None) -> None:
    """The name of an article, a paper or a custom item is its title, if it has one."""
    row = row_for_csv(models.WebsetItem.from_dict(item("witem_1", **properties)), {})
    assert row == {"id": "witem_1", "url": "https://tea.example", "name": name, "type": properties["type"]}


@pytest.mark.parametrize("kind", members(component("ItemProperties")))
def test_every_type_of_item_has_a_row(kind: Any) -> None:
    """The row of each known type has its type and name; that of an unknown type has its type."""
    properties = example(kind)
    row = row_for_csv(models.WebsetItem.from_dict(item("witem_1", **properties)), {})
    known = properties["type"] != "text"

    assert row["type"] == properties["type"]
    assert row["name"] == ("text" if known else None)


@pytest.mark.parametrize(("url", "shown"), [("https://tea.example", "https://tea.example"), (7, None), (None, None)])
def test_an_unknown_type_of_item_has_a_row(url: Any, shown: str | None) -> None:
    """An item of an unknown type has no name, but its results and its url, if it has one."""
    document = item("witem_1", result("e1", "green"), type="teapot", url=url, teapot={"name": "Brown Betty"})
    row = row_for_csv(models.WebsetItem.from_dict(document), {"e1": "colour"})

    assert row == {"id": "witem_1", "url": shown, "name": None, "type": "teapot", "colour": "green"}


@pytest.mark.parametrize("status", ["pending", "canceled"])
def test_missing_results_are_none(status: str) -> None:
    """The value of a pending, canceled or empty result is None."""
    assert value("left over", status=status) is None
    assert value() is None
    no_results = models.WebsetItem.from_dict({**item("witem_1"), "enrichments": None})
    assert row_for_csv(no_results, {"e1": "asked"})["asked"] is None


def test_several_values_are_joined() -> None:
    """A single value is unchanged; several values are joined, including numbers."""
    assert value("green") == "green"
    assert value("green", "black") == "green; black"
    assert value("1", "2", format="number") == "1; 2"
    assert value("some", status="partial") == "some"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("42", 42),
        ("-7", -7),
        ("+7", 7),
        ("3.5", 3.5),
        ("1e3", 1000.0),
        ("-2.5E-1", -0.25),
        *[
            (text, text)
            for text in ("", "about 40", "1,000", "1_000", "nan", "inf", "1e999", "0x10", "5 %", "٤", "4\n")
        ],
        ("9" * 5000, "9" * 5000),
    ],
    ids=lambda value: repr(value)[:12],
)
def test_results_of_the_format_number(text: str, number: object) -> None:
    """For the format `number`, digits become an int or a float; any other text is unchanged."""
    shown = value(text, format="number")

    assert shown == number
    assert type(shown) is type(number)
    assert value(text) == text


def test_columns_are_named_by_title_or_description() -> None:
    """A column has the name given by the caller, or else the title, or else the description of the enrichment."""
    asked = [enrichment("e1", "CEO"), enrichment("e2", None, "Who founded it?"), enrichment("e3", "", "Where is it?")]

    assert columns(*asked) == ["CEO", "Who founded it?", "Where is it?"]
    assert columns(*asked, names={"e2": "founder"}) == ["CEO", "founder", "Where is it?"]


def test_equal_names_are_numbered() -> None:
    """A name that an earlier column has gets the lowest number that makes it unique."""
    titles = ["CEO", "CEO", "name", "CEO (2)", "CEO"]
    asked = [enrichment(f"e{n}", title) for n, title in enumerate(titles)]

    assert columns(*asked) == ["CEO", "CEO (2)", "name (2)", "CEO (2) (2)", "CEO (3)"]
    assert columns(*asked[:2], names={"e0": "url", "e1": "url (2)"}) == ["url (2)", "url (2) (2)"]


def test_names_of_unknown_enrichments_are_rejected() -> None:
    """The error has the unknown id and the ids of the existing enrichments."""
    with pytest.raises(ValueError, match="names contains 'e2', but the Webset has the enrichments: e1, e3"):
        columns(enrichment("e1", "CEO"), enrichment("e3", "founder"), names={"e1": "boss", "e2": "founder"})
    with pytest.raises(ValueError, match="enrichments: none"):
        columns(names={"e2": "founder"})
