"""Items as flat rows: what they are, and one column for each enrichment."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from ._generated import models

Value: TypeAlias = str | int | float | None

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
    if not result.result or result.status in ("pending", "canceled"):
        return None
    text = "; ".join(result.result)
    number = number_in(text) if result.format_ == "number" else None
    return text if number is None else number
