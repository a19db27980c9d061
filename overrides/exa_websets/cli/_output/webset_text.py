"""A Webset in words."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from ...models import Webset, WebsetSearch
from .durations import in_words
from .printing import printable, status


def name(webset: Webset, given: str | None = None) -> str:
    """Name a Webset as it was asked for, and by its id where that was another one."""
    return webset.id if given in (None, webset.id) else f"{printable(given)} ({webset.id})"


def summary(webset: Webset, given: str | None = None) -> Text:
    """Say on one line what a Webset is and has: status, found, why it was canceled, title."""
    reasons = dict.fromkeys(str(s.canceled_reason or "canceled") for s in webset.searches if s.status == "canceled")
    words = ", ".join(printable(each) for each in [found(webset), *reasons])
    shown = [Text(name(webset, given)), status(webset.status, 7), Text(words), Text(title(webset))]
    return Text("  ").join(part for part in shown if part)


def title(webset: Webset) -> str:
    return printable(webset.title or "")


def found(webset: Webset) -> str:
    """Say how many items all searches together have found, and how many they look for."""
    count = sum(search.count for search in webset.searches)
    return f"{sum(search.progress.found for search in webset.searches)} of {count} found"


def progress(search: WebsetSearch) -> str:
    """Say how far a search is. Its completion is left out: it is 100 while the search goes on."""
    left = search.progress.time_left
    words = [f"{search.progress.found} of {search.count} found", f"{search.progress.analyzed} analyzed"]
    if search.canceled_reason:
        words.append(printable(search.canceled_reason))
    elif left and search.status == "running":
        words.append(f"{in_words(left)} left")
    return ", ".join(words)


def parts(webset: Webset) -> Iterator[Text]:
    """Give a line for each thing in a Webset."""
    for search in webset.searches:
        yield _part("search", search.id, search.status, f"{progress(search)}  {printable(search.query)}")
    for enrichment in webset.enrichments:
        yield _part("enrichment", enrichment.id, enrichment.status, printable(enrichment.description))
    for import_ in webset.imports:
        yield _part("import", import_.id, import_.status, f"{import_.count} rows  {printable(import_.title)}")
    for monitor in webset.monitors:
        yield _part("monitor", monitor.id, monitor.status, printable(monitor.cadence.cron))


def _part(kind: str, id: str, state: str, words: str) -> Text:
    return Text("  ").join([Text(f"  {kind} {id}"), status(state, 9), Text(words)])
