"""The files of a team: monitors with their runs, imports, events, webhooks, and the team itself.

If only some Websets were selected, the lists contain only what belongs to them, and webhooks and the team are omitted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from attrs import define, evolve, field, frozen

from .._generated import models, types
from .._items.atomic_file import AtomicFile
from .._items.json_text import json_document, json_line
from ..webhooks import webset_id
from .client_calls import Client, Cursor, Fetch, Page, Steps, fetch, read_pages
from .directory import ArchiveDirectory
from .progress import Progress

PAGE_SIZE = 200
# The maximum number of monitors whose runs are in memory at once.
MONITORS = 16


class _Model(Protocol):
    def to_dict(self) -> dict[str, Any]: ...


M = TypeVar("M", bound=_Model)


@define
class _List(Generic[M]):
    """A list that is being written to a file."""

    file: AtomicFile
    part: str
    select: Callable[[M], M | None]
    """Returns the entry to write, or None to skip it."""
    records: int = field(init=False, default=0)


@frozen
class TeamLists:
    """Writes the lists of a team to the directory."""

    directory: ArchiveDirectory
    paging_error: Callable[[str], Exception]
    progress: Progress
    websets: Collection[str]
    """The ids of the Websets in the archive."""
    imports: Collection[str]
    """The ids of the imports that these Websets use."""

    def parts(self) -> Iterator[tuple[str, Steps[None]]]:
        """Yield the name of each list, and the steps that write it."""
        yield "monitors", self._write_monitors()
        yield "imports", self._write_list("imports", _imports, self._select_import)
        yield "events", self._write_list("events", _events, self._select_event)
        if self._is_whole_team:
            yield "webhooks", self._write_list("webhooks", _webhooks, _without_secret)
            yield "team", self._write_team()

    @property
    def _is_whole_team(self) -> bool:
        return self.directory.source.websets is None

    def _write_monitors(self) -> Steps[None]:
        ids = list[str]()

        def select(monitor: models.Monitor) -> models.Monitor | None:
            if not (self._is_whole_team or monitor.webset_id in self.websets):
                return None
            ids.append(monitor.id)
            return monitor

        with self.directory.part("monitors") as part:
            monitors_file, runs_file = part.open("monitors.jsonl"), part.open("monitor_runs.jsonl")
            write = partial(self._write_page, _List(monitors_file, "monitors", select))
            yield from read_pages(_monitors, write, self.paging_error)
            write = partial(self._write_page, _List(runs_file, "monitors", _unchanged))
            for start in range(0, len(ids), MONITORS):
                lists = [_runs_of(id) for id in ids[start : start + MONITORS]]
                first_pages = yield [each(types.UNSET) for each in lists]
                for each, first in zip(lists, first_pages, strict=True):
                    yield from read_pages(each, write, self.paging_error, first=first)

    def _write_list(self, name: str, fetch_page: Fetch[M], select: Callable[[M], M | None]) -> Steps[None]:
        with self.directory.part(name) as part:
            write = partial(self._write_page, _List(part.open(f"{name}.jsonl"), name, select))
            yield from read_pages(fetch_page, write, self.paging_error)

    def _write_team(self) -> Steps[None]:
        team = yield from fetch(lambda client: client.teams.get())
        with self.directory.part("team") as part:
            part.open("team.json", records=1).write(json_document(team.to_dict()))

    def _write_page(self, to: _List[M], page: Sequence[M]) -> None:
        """Write the selected entries of a page, one per line, and report the progress."""
        selected = [one for each in page if (one := to.select(each)) is not None]
        for one in selected:
            to.file.write(json_line(one.to_dict()))
        to.records += len(selected)
        self.progress.report(to.part, to.records)

    def _select_import(self, one: models.Import) -> models.Import | None:
        return one if self._is_whole_team or one.id in self.imports else None

    def _select_event(self, event: models.Event) -> models.Event | None:
        return event if self._is_whole_team or webset_id(event) in self.websets else None


def imports_of(webset: models.Webset) -> Iterator[str]:
    """Yield the ids of the imports that a Webset uses as items, as a scope of its searches, or as exclusions."""
    yield from (one.id for one in webset.imports)
    for search in webset.searches:
        yield from (one.id for one in search.scope if one.source == "import")
        yield from (one.id for one in search.exclude if one.source == "import")
    yield from (one.id for one in webset.excludes or [] if one.source == "import")


def _without_secret(webhook: models.Webhook) -> models.Webhook:
    return evolve(webhook, secret=None)


def _unchanged(run: models.MonitorRun) -> models.MonitorRun:
    return run


def _monitors(cursor: Cursor) -> Callable[[Client], Page[models.Monitor]]:
    return lambda client: client.monitors.list(cursor=cursor, limit=PAGE_SIZE)


def _runs_of(monitor: str) -> Fetch[models.MonitorRun]:
    return lambda cursor: lambda client: client.monitor_runs.list(monitor, cursor=cursor, limit=PAGE_SIZE)


def _imports(cursor: Cursor) -> Callable[[Client], Page[models.Import]]:
    return lambda client: client.imports.list(cursor=cursor, limit=PAGE_SIZE)


def _events(cursor: Cursor) -> Callable[[Client], Page[models.Event]]:
    return lambda client: client.events.list(cursor=cursor, limit=PAGE_SIZE)


def _webhooks(cursor: Cursor) -> Callable[[Client], Page[models.Webhook]]:
    return lambda client: client.webhooks.list(cursor=cursor, limit=PAGE_SIZE)
