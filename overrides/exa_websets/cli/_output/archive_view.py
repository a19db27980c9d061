"""What an archive shows while it goes on: a bar in a terminal, lines without one, nothing beside JSON."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TypeAlias

from rich.console import Console, Group
from rich.constrain import Constrain
from rich.live import Live
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Column
from rich.text import Text

from ..._archive.results import ArchiveProgress
from .printing import console, line, printable

Show: TypeAlias = Callable[[ArchiveProgress], None]


@contextmanager
def screen(as_json: bool) -> Generator[Show]:
    """Give what shows how far an archive is."""
    target = console()
    if as_json:
        yield lambda _: None
    elif target.is_terminal:
        with _live(target) as show:
            yield show
    else:
        yield _Lines().show


class _Lines:
    """A line for each Webset that is done, and for each list that is begun."""

    def __init__(self) -> None:
        self._part = ""

    def show(self, progress: ArchiveProgress) -> None:
        """Take in how far it is."""
        if progress.part == "websets":
            line(_of_websets(progress))
        elif progress.done == progress.total and progress.part != self._part:
            line(f"Taking {progress.part}")
        self._part = progress.part


class Bar:
    """A bar of the Websets, and below it what is being taken; what rich shows is the latest progress."""

    def __init__(self) -> None:
        self._bar = Progress(
            BarColumn(bar_width=None, table_column=Column(ratio=1)),
            TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True)),
            expand=True,
        )
        self._task = self._bar.add_task("", total=None)
        self._below = Text(no_wrap=True, overflow="ellipsis")

    def __rich__(self) -> Group:
        return Group(self._bar, self._below)

    def show(self, progress: ArchiveProgress) -> None:
        """Take in how far it is."""
        # A bar of nothing would move for ever.
        completed, total = (progress.done, progress.total) if progress.total else (1, 1)
        self._bar.update(self._task, description=_of_websets(progress), completed=completed, total=total)
        self._below.plain = "" if progress.part == "websets" else f"{printable(progress.part)}: {progress.records:,}"


def _of_websets(progress: ArchiveProgress) -> str:
    return f"{progress.done:,} of {progress.total:,} Websets, {progress.items:,} items taken"


@contextmanager
def _live(target: Console) -> Generator[Show]:
    bar = Bar()
    # Room is left for the ^C of a terminal, as below a watch.
    with Live(get_renderable=lambda: Constrain(bar, target.width - 3), console=target):
        yield bar.show
