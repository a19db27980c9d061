"""The progress of a Webset: bars in a terminal, lines elsewhere, or JSON Lines."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import TypeAlias

from rich.console import Console, Group
from rich.constrain import Constrain
from rich.live import Live
from rich.progress import BarColumn, Progress, TaskID, TextColumn
from rich.table import Column
from rich.text import Text

from ..._websets.snapshots import Snapshot
from .console import console
from .printing import colored_status, escape, one_line, print_json, print_line
from .webset_text import search_progress, title

ShowSnapshot: TypeAlias = Callable[[Snapshot], None]
_ENDED = ("completed", "canceled")
_FINISHING = "enough found, enrichments are finishing"


def webset_view(as_json: bool, **extra: object) -> AbstractContextManager[ShowSnapshot]:
    """Open a view and return the function that shows a snapshot in it.

    Args:
        as_json: Whether to print each snapshot as a JSON document on one line.
        **extra: More fields of these documents.
    """
    if as_json:
        return _json_lines(extra)
    target = console()
    return _live_bars(target) if target.is_terminal else _text_lines()


@contextmanager
def _json_lines(extra: Mapping[str, object]) -> Generator[ShowSnapshot]:
    yield lambda snapshot: print_json(
        {**extra, "phase": snapshot.phase, "reason": snapshot.reason, "webset": snapshot.webset.to_dict()}, indent=None
    )


@contextmanager
def _text_lines() -> Generator[ShowSnapshot]:
    previous: list[str] = []

    def show(snapshot: Snapshot) -> None:
        nonlocal previous
        fields = _progress_fields(snapshot)
        if fields != previous:
            print_line(*fields)
        previous = fields

    yield show


def _progress_fields(snapshot: Snapshot) -> list[str]:
    webset = snapshot.webset
    details = [search_progress(search) for search in webset.searches]
    if webset.enrichments:
        ended = sum(enrichment.status in _ENDED for enrichment in webset.enrichments)
        details.append(f"{ended} of {len(webset.enrichments)} enrichments ended")
    if snapshot.phase == "finishing":
        details.append(_FINISHING)
    return [colored_status(webset.status, 7), "; ".join(details)]


class Bars:
    """A renderable of the latest snapshot, with a bar for each search and each enrichment.

    The bar of an enrichment pulses until it has ended, because the service reports no progress for it.
    """

    def __init__(self) -> None:
        ellipsis = Column(ratio=2, no_wrap=True, overflow="ellipsis")
        self._bars = Progress(
            TextColumn("{task.description}", markup=False, table_column=ellipsis),
            TextColumn("{task.fields[status]}", markup=False),
            BarColumn(bar_width=None, table_column=Column(ratio=1)),
            TextColumn("{task.fields[details]}", markup=False, table_column=Column(no_wrap=True)),
            expand=True,
        )
        self._tasks: dict[str, TaskID] = {}
        self._heading = Text(style="bold")

    def __rich__(self) -> Group:
        return Group(self._heading, self._bars)

    def show(self, snapshot: Snapshot) -> None:
        """Update the bars to a snapshot."""
        webset = snapshot.webset
        phase = f"\n{_FINISHING}" if snapshot.phase == "finishing" else ""
        self._heading.plain = escape(f"{webset.id}  {title(webset)}") + phase
        for search in webset.searches:
            found, count = search.progress.found, search.count
            self._update(search.id, search.query, search.status, search_progress(search), found, count)
        for enrichment in webset.enrichments:
            total = 1 if enrichment.status in _ENDED else None
            completed = enrichment.status == "completed"
            self._update(enrichment.id, enrichment.description, enrichment.status, "", completed, total)

    def _update(self, id: str, label: str, status: str, details: str, completed: float, total: float | None) -> None:
        if id not in self._tasks:
            self._tasks[id] = self._bars.add_task(one_line(label), total=total, status="", details="")
        self._bars.update(
            self._tasks[id], completed=completed, total=total, status=one_line(status), details=one_line(details)
        )


@contextmanager
def _live_bars(target: Console) -> Generator[ShowSnapshot]:
    bars = Bars()
    # The terminal echoes ^C; in a full line that would wrap, move the bars down and leave a copy of one behind.
    with Live(get_renderable=lambda: Constrain(bars, target.width - 3), console=target):
        yield bars.show
