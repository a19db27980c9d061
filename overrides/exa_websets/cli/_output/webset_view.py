"""What a watch shows: bars in a terminal, lines without one, or JSON."""

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
from ...models import Webset
from .printing import console, document, line, printable, status
from .webset_text import progress, title

Show: TypeAlias = Callable[[Snapshot], None]
_ENDED = ("completed", "canceled")


def screen(as_json: bool, **more: object) -> AbstractContextManager[Show]:
    """Give what shows the snapshots of a watch; each JSON document has `more` in it."""
    if as_json:
        return _documents(more)
    target = console()
    return _live(target) if target.is_terminal else _lines()


@contextmanager
def _documents(more: Mapping[str, object]) -> Generator[Show]:
    yield lambda snapshot: document(
        {**more, "reason": snapshot.reason, "webset": snapshot.webset.to_dict()}, indent=None
    )


@contextmanager
def _lines() -> Generator[Show]:
    shown: Text | None = None

    def show(snapshot: Snapshot) -> None:
        nonlocal shown
        now = _one_line(snapshot.webset)
        if now != shown:
            line(now)
        shown = now

    yield show


def _one_line(webset: Webset) -> Text:
    words = [progress(search) for search in webset.searches]
    if webset.enrichments:
        ended = sum(enrichment.status in _ENDED for enrichment in webset.enrichments)
        words.append(f"{ended} of {len(webset.enrichments)} enrichments ended")
    return Text.assemble(status(webset.status, 7), "  ", "; ".join(words))


class Bars:
    """One bar a search, and one an enrichment that moves until it has ended; what rich shows is the latest snapshot."""

    def __init__(self) -> None:
        ellipsis = Column(ratio=2, no_wrap=True, overflow="ellipsis")
        self._bars = Progress(
            TextColumn("{task.description}", markup=False, table_column=ellipsis),
            TextColumn("{task.fields[state]}", markup=False),
            BarColumn(bar_width=None, table_column=Column(ratio=1)),
            TextColumn("{task.fields[words]}", markup=False, table_column=Column(no_wrap=True)),
            expand=True,
        )
        self._tasks: dict[str, TaskID] = {}
        self._heading = Text(style="bold")

    def __rich__(self) -> Group:
        return Group(self._heading, self._bars)

    def show(self, snapshot: Snapshot) -> None:
        """Take in a snapshot."""
        webset = snapshot.webset
        self._heading.plain = f"{webset.id}  {title(webset)}"
        for search in webset.searches:
            found, count = search.progress.found, search.count
            self._row(search.id, search.query, search.status, progress(search), found, count)
        for enrichment in webset.enrichments:
            total = 1 if enrichment.status in _ENDED else None
            answered = enrichment.status == "completed"
            self._row(enrichment.id, enrichment.description, enrichment.status, "", answered, total)

    def _row(self, id: str, label: str, state: str, words: str, completed: float, total: float | None) -> None:
        if id not in self._tasks:
            self._tasks[id] = self._bars.add_task(printable(label), total=total, state=state, words=words)
        self._bars.update(self._tasks[id], completed=completed, total=total, state=state, words=words)


@contextmanager
def _live(target: Console) -> Generator[Show]:
    bars = Bars()
    # Room is left for the ^C of a terminal, which would push the bars down and leave one of them twice.
    with Live(get_renderable=lambda: Constrain(bars, target.width - 3), console=target):
        yield bars.show
