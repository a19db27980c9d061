"""The files of a team: monitors with their runs, imports, events, webhooks, and the team itself.

If only some Websets were selected, the lists contain only what belongs to these, and webhooks and the team are left
out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any, Protocol, TypeVar

from attrs import evolve, frozen

from .._generated import models
from .._items.atomic_file import AtomicFile
from .._items.json_text import json_document, json_line
from ..webhooks import webset_id
from .client_calls import Client, ClientCalls, Cursor, Page
from .directory import ArchiveDirectory
from .progress import Progress

PAGE_SIZE = 200


class _Model(Protocol):
    def to_dict(self) -> dict[str, Any]: ...


M = TypeVar("M", bound=_Model)


@frozen
class TeamLists:
    """Writes the lists of a team to the directory."""

    directory: ArchiveDirectory
    calls: ClientCalls
    progress: Progress
    websets: Collection[str]
    """The ids of the Websets in the archive."""
    imports: Collection[str]
    """The ids of the imports that these Websets use."""

    def writers(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """Yield the name of each list with the function that writes it."""
        yield "monitors", self._write_monitors
        yield "imports", partial(self._write_list, "imports", _imports, self._select_import)
        yield "events", partial(self._write_list, "events", _events, self._select_event)
        if self._is_whole_team:
            yield "webhooks", partial(self._write_list, "webhooks", _webhooks, _without_secret)
            yield "team", self._write_team

    @property
    def _is_whole_team(self) -> bool:
        return self.directory.source.websets is None

    def _write_monitors(self) -> None:
        ids = list[str]()

        def select(monitor: models.Monitor) -> models.Monitor | None:
            if not (self._is_whole_team or monitor.webset_id in self.websets):
                return None
            ids.append(monitor.id)
            return monitor

        with self.directory.part("monitors") as part:
            monitors_file, runs_file = part.open("monitors.jsonl"), part.open("monitor_runs.jsonl")
            self._write_pages(monitors_file, "monitors", self.calls.pages(_monitors), select)
            pages = chain.from_iterable(self.calls.pages(_runs_of(id)) for id in ids)
            self._write_pages(runs_file, "monitors", pages, _unchanged)

    def _write_list(
        self, name: str, fetch: Callable[[Client, Cursor], Page[M]], select: Callable[[M], M | None]
    ) -> None:
        with self.directory.part(name) as part:
            self._write_pages(part.open(f"{name}.jsonl"), name, self.calls.pages(fetch), select)

    def _write_team(self) -> None:
        team = self.calls(lambda client: client.teams.get())
        with self.directory.part("team") as part:
            part.open("team.json", records=1).write(json_document(team.to_dict()))

    def _write_pages(
        self, file: AtomicFile, part: str, pages: Iterable[Sequence[M]], select: Callable[[M], M | None]
    ) -> None:
        """Write pages to a file, a line for each entry that `select` returns, and report each page."""
        records = 0
        for page in pages:
            selected = [one for each in page if (one := select(each)) is not None]
            for one in selected:
                file.write(json_line(one.to_dict()))
            records += len(selected)
            self.progress.report(part, records)

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


def _monitors(client: Client, cursor: Cursor) -> Page[models.Monitor]:
    return client.monitors.list(cursor=cursor, limit=PAGE_SIZE)


def _runs_of(monitor: str) -> Callable[[Client, Cursor], Page[models.MonitorRun]]:
    return lambda client, cursor: client.monitor_runs.list(monitor, cursor=cursor, limit=PAGE_SIZE)


def _imports(client: Client, cursor: Cursor) -> Page[models.Import]:
    return client.imports.list(cursor=cursor, limit=PAGE_SIZE)


def _events(client: Client, cursor: Cursor) -> Page[models.Event]:
    return client.events.list(cursor=cursor, limit=PAGE_SIZE)


def _webhooks(client: Client, cursor: Cursor) -> Page[models.Webhook]:
    return client.webhooks.list(cursor=cursor, limit=PAGE_SIZE)
