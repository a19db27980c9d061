"""The progress of an archive: a bar in a terminal, lines elsewhere, nothing with JSON."""

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
from .console import console
from .printing import one_line, print_line

ShowProgress: TypeAlias = Callable[[ArchiveProgress], None]


@contextmanager
def archive_view(as_json: bool) -> Generator[ShowProgress]:
    """Open a view and yield the function that shows the progress in it."""
    target = console()
    if as_json:
        yield lambda _: None
    elif target.is_terminal:
        with _live_bar(target) as show:
            yield show
    else:
        yield _Lines().show


class _Lines:
    """Prints a line for each Webset that is done, and one for each list that is started."""

    def __init__(self) -> None:
        self._lists = set[str]()

    def show(self, progress: ArchiveProgress) -> None:
        """Print the line for this progress, if it has one."""
        if progress.part == "websets":
            print_line(_overall(progress))
        elif progress.done == progress.total and progress.part not in self._lists:
            self._lists.add(progress.part)
            print_line(f"Archiving {progress.part}")


class _Bar:
    """A renderable of the latest progress: a bar for the Websets, and below it the part that is being copied."""

    def __init__(self) -> None:
        self._bar = Progress(
            BarColumn(bar_width=None, table_column=Column(ratio=1)),
            TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True)),
            expand=True,
        )
        self._task = self._bar.add_task("", total=None)
        self._part = Text(no_wrap=True, overflow="ellipsis")

    def __rich__(self) -> Group:
        return Group(self._bar, self._part)

    def show(self, progress: ArchiveProgress) -> None:
        """Update the bar."""
        # A bar with a total of 0 would pulse forever.
        completed, total = (progress.done, progress.total) if progress.total else (1, 1)
        self._bar.update(self._task, description=_overall(progress), completed=completed, total=total)
        self._part.plain = "" if progress.part == "websets" else f"{one_line(progress.part)}: {progress.records:,}"


def _overall(progress: ArchiveProgress) -> str:
    return f"{progress.done:,} of {progress.total:,} Websets, {progress.items:,} items archived"


@contextmanager
def _live_bar(target: Console) -> Generator[ShowProgress]:
    bar = _Bar()
    # Room for the ^C that the terminal echoes, as in webset_view.
    with Live(get_renderable=lambda: Constrain(bar, target.width - 3), console=target):
        yield bar.show
