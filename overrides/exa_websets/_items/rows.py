"""Items as flat rows: what they are, and one column for each enrichment."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from .._generated import models

Value: TypeAlias = str | int | float | None
Row: TypeAlias = dict[str, Value | list[str | int | float]]

FIXED_COLUMNS: tuple[str, ...] = ("id", "url", "name", "type")

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


def columns_of(
    enrichments: Iterable[models.WebsetEnrichment], names: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Name the column of each enrichment, by its id.

    A column is called as `names` has it, else by the enrichment's title, else by its description. Where a column
    further left is called so too, the first free one of " (2)", " (3)" and so on is added.

    Raises:
        ValueError: `names` has an id that none of the enrichments has.
    """
    own = {one.id: one.title or one.description for one in enrichments}
    if unknown := [id for id in names or {} if id not in own]:
        known = ", ".join(own) or "none"
        raise ValueError(f"names has {', '.join(map(repr, unknown))}, but the enrichments of the Webset are: {known}")
    columns: dict[str, str] = {}
    taken = set(FIXED_COLUMNS)
    for id, name in {**own, **(names or {})}.items():
        columns[id] = _free(name, taken)
        taken.add(columns[id])
    return columns


def row_of(item: models.WebsetItem, columns: Mapping[str, str]) -> dict[str, Value]:
    """Give an item as one row: its id, url, name and type, then its results in the columns of the enrichments.

    A result is None until there is one and after its enrichment was canceled. Several values are joined by "; ". One
    value of the format number is an int or a float if it is written as one, in digits alone.
    """
    results = {one.enrichment_id: _value(one) for one in item.enrichments or []}
    properties = item.properties
    row: dict[str, Value] = dict(zip(FIXED_COLUMNS, (item.id, _url(item), _name(item), properties.type_), strict=True))
    row.update((column, results.get(id)) for id, column in columns.items())
    return row


def record_of(
    item: models.WebsetItem, columns: Mapping[str, str], *, references: bool = False, reasoning: bool = False
) -> Row:
    """Give an item as one row for a program: as `row_of` does, but several values are a list.

    Args:
        item: The item.
        columns: What to call the column of each enrichment, by its id.
        references: Whether to add a column "… references" with the addresses that an answer rests on.
        reasoning: Whether to add a column "… reasoning".
    """
    results = {one.enrichment_id: one for one in item.enrichments or []}
    row: Row = {**dict(zip(FIXED_COLUMNS, (item.id, _url(item), _name(item), item.properties.type_), strict=True))}
    for id, column in columns.items():
        result = results.get(id)
        texts = _texts(result) if result else []
        values = [_typed(text, result) for text in texts]
        row[column] = values if len(values) > 1 else next(iter(values), None)
        if references:
            row[f"{column} references"] = [one.url for one in result.references] if result and texts else []
        if reasoning:
            row[f"{column} reasoning"] = result.reasoning if result and texts else None
    return row


def number_in(text: str) -> int | float | None:
    """Read a text that is nothing but a number, such as -12 or 3.5e6."""
    if not (match := _NUMBER.fullmatch(text)):
        return None
    try:
        number = float(text) if match[1] or match[2] else int(text)
    except ValueError:  # Python reads no integers of thousands of digits
        return None
    return number if math.isfinite(number) else None


def _free(name: str, taken: set[str]) -> str:
    free, n = name, 1
    while free in taken:
        n += 1
        free = f"{name} ({n})"
    return free


def _url(item: models.WebsetItem) -> str | None:
    properties = item.properties
    if not isinstance(properties, models.UnknownItemProperties):
        return properties.url
    url: object = properties.additional_properties.get("url")
    return url if isinstance(url, str) else None


def _name(item: models.WebsetItem) -> str | None:
    match item.properties:
        case models.CompanyItemProperties(company=company):
            return company.name
        case models.PersonItemProperties(person=person):
            return person.name
        case models.ArticleItemProperties(article=publication):
            return publication.title
        case models.ResearchPaperItemProperties(research_paper=publication):
            return publication.title
        case models.CustomItemProperties(custom=publication):
            return publication.title
        case _:
            return None


def _value(result: models.EnrichmentResult) -> Value:
    texts = _texts(result)
    return _typed("; ".join(texts), result) if texts else None


def _texts(result: models.EnrichmentResult) -> list[str]:
    """Give the values of an answer, none until it has come."""
    return [] if result.status in ("pending", "canceled") else result.result or []


def _typed(text: str, result: models.EnrichmentResult | None) -> str | int | float:
    number = number_in(text) if result and result.format_ == "number" else None
    return text if number is None else number
