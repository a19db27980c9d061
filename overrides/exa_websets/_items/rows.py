"""Items as flat rows, with one column for each enrichment."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from .._generated import models

Value: TypeAlias = str | int | float | None
Row: TypeAlias = dict[str, Value | list[str | int | float]]

FIXED_COLUMNS: tuple[str, ...] = ("id", "url", "name", "type")

_NUMBER = r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?"


def column_names(
    enrichments: Iterable[models.WebsetEnrichment], names: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the name of each enrichment's column, by enrichment id.

    The name is the one in `names`, or the title of the enrichment, or its description. A name that is already used by
    a column further left gets the first free suffix of " (2)", " (3)" and so on.

    Raises:
        ValueError: `names` contains an id that is not one of the enrichments.
    """
    defaults = {one.id: one.title or one.description for one in enrichments}
    if unknown := [id for id in names or {} if id not in defaults]:
        known = ", ".join(defaults) or "none"
        raise ValueError(f"names contains {', '.join(map(repr, unknown))}, but the Webset has the enrichments: {known}")
    columns: dict[str, str] = {}
    used = set(FIXED_COLUMNS)
    for id, name in {**defaults, **(names or {})}.items():
        columns[id] = _unique_name(name, used)
        used.add(columns[id])
    return columns


def row_for_csv(item: models.WebsetItem, columns: Mapping[str, str]) -> dict[str, Value]:
    """Return an item as a row of a CSV file: id, url, name and type, then a column for each enrichment.

    A result is None while it is pending and after its enrichment was canceled. Several values are joined with "; ". A
    single value of the format "number" becomes an int or a float if its text is a plain number.
    """
    results = {one.enrichment_id: _joined(one) for one in item.enrichments or []}
    properties = item.properties
    row: dict[str, Value] = dict(zip(FIXED_COLUMNS, (item.id, _url(item), _name(item), properties.type_), strict=True))
    row.update((column, results.get(id)) for id, column in columns.items())
    return row


def row_for_programs(item: models.WebsetItem, columns: Mapping[str, str], *, references: bool, reasoning: bool) -> Row:
    """Return an item as a row for a program: as `row_for_csv`, but several values are a list.

    Args:
        item: The item.
        columns: The name of each enrichment's column, by enrichment id.
        references: Whether to add columns "… references" with the URLs that each result is based on.
        reasoning: Whether to add columns "… reasoning".
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


def parse_number(text: str) -> int | float | None:
    """Parse a plain number, such as -12 or 3.5e6; return None for any other text.

    A number that Python cannot represent or refuses to parse, such as 1e400 or a number with thousands of digits, also
    counts as text.
    """
    if not (match := re.fullmatch(_NUMBER, text, re.ASCII)):
        return None
    if match[1] or match[2]:
        number = float(text)
        return number if math.isfinite(number) else None
    try:
        return int(text)
    except ValueError:  # the limit of sys.set_int_max_str_digits
        return None


def _unique_name(name: str, used: set[str]) -> str:
    unique, n = name, 1
    while unique in used:
        n += 1
        unique = f"{name} ({n})"
    return unique


def _url(item: models.WebsetItem) -> str | None:
    url: object = item.properties.url
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


def _joined(result: models.EnrichmentResult) -> Value:
    texts = _texts(result)
    return _typed("; ".join(texts), result) if texts else None


def _texts(result: models.EnrichmentResult) -> list[str]:
    """Return the values of a result, or an empty list if it is pending or canceled."""
    return [] if result.status in ("pending", "canceled") else result.result or []


def _typed(text: str, result: models.EnrichmentResult | None) -> str | int | float:
    number = parse_number(text) if result and result.format_ == "number" else None
    return text if number is None else number
