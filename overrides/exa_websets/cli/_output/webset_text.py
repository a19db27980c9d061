"""A Webset and its parts as text."""

from __future__ import annotations

from collections.abc import Iterator

from ..._websets.status import seconds_left
from ...models import Webset, WebsetSearch
from .durations import format_duration
from .printing import colored_status, in_words, one_line


def summary(webset: Webset, requested_id: str | None = None) -> list[str]:
    """Return the fields of a line about a Webset: id, status, number of items found, reasons of a cancel, title.

    Args:
        webset: The Webset.
        requested_id: The id that the user passed; if it is an externalId, the line starts with it.
    """
    return [
        display_id(webset, requested_id),
        colored_status(webset.status, 7),
        ", ".join([f"{found_count(webset)} found", *cancel_reasons(webset)]),
        title(webset),
    ]


def display_id(webset: Webset, requested_id: str | None = None) -> str:
    """Return the id of a Webset, preceded by the externalId if the user passed that."""
    return webset.id if requested_id in (None, webset.id) else f"{requested_id} ({webset.id})"


def title(webset: Webset) -> str:
    """Return the title of a Webset, empty if it has none."""
    return one_line(webset.title or "")


def found_count(webset: Webset) -> str:
    """Return how many items all searches of a Webset have found, and how many they look for."""
    count = sum(search.count for search in webset.searches)
    return one_line(f"{sum(search.progress.found for search in webset.searches)} of {count}")


def cancel_reasons(webset: Webset) -> list[str]:
    """Return why searches of a Webset were canceled, each reason once."""
    return [
        *dict.fromkeys(in_words(s.canceled_reason or "canceled") for s in webset.searches if s.status == "canceled")
    ]


def search_progress(search: WebsetSearch) -> str:
    """Return the progress of a search, without its completion, which is 100 even while the search is running."""
    left = seconds_left(search)
    details = [f"{search.progress.found} of {search.count} found", f"{search.progress.analyzed} analyzed"]
    if search.canceled_reason:
        details.append(in_words(search.canceled_reason))
    elif left and search.status == "running":
        details.append(f"{format_duration(left)} left")
    return ", ".join(details)


def parts(webset: Webset) -> Iterator[list[str]]:
    """Yield a row for each search, enrichment, import and monitor of a Webset: kind, id, status, details, text."""
    for search in webset.searches:
        yield _part("search", search.id, search.status, search_progress(search), search.query)
    for enrichment in webset.enrichments:
        yield _part(
            "enrichment", enrichment.id, enrichment.status, in_words(enrichment.format_ or ""), enrichment.description
        )
    for import_ in webset.imports:
        yield _part("import", import_.id, import_.status, f"{import_.count} rows", import_.title)
    for monitor in webset.monitors:
        yield _part("monitor", monitor.id, monitor.status, "", monitor.cadence.cron)


def _part(kind: str, id: str, status: str, details: str, text: str) -> list[str]:
    return [kind, id, colored_status(status), one_line(details), one_line(text)]
