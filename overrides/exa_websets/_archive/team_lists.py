"""The lists of an archive: monitors with their runs, imports, events, webhooks, and the team."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Protocol, TypeVar

from attrs import define, evolve, field

from .._generated import models
from .._items.atomic_file import AtomicFile
from ..webhooks import webset_id
from .client_calls import Calls, Client, Cursor, Page
from .directory import Folder, document, line
from .results import ArchiveProgress

MOST = 200


class _Model(Protocol):
    def to_dict(self) -> dict[str, Any]: ...


M = TypeVar("M", bound=_Model)


@define(eq=False)
class Lists:
    """The lists, of all Websets or of those with these ids."""

    folder: Folder
    calls: Calls
    ids: dict[str, None] = field(init=False, factory=dict[str, None])
    """The Websets that are taken, in their order. """
    imports: set[str] = field(init=False, factory=set[str])
    """The imports that they name. """
    done: int = field(init=False, default=0)
    items: int = field(init=False, default=0)

    @property
    def only(self) -> list[str] | None:
        """The Websets that are asked for, None for all."""
        return self.folder.heading.websets

    def lists(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """Give what is to be done for each list."""
        yield "monitors", self._monitors
        yield "imports", partial(self._list, "imports", _imports, self._of_imports)
        yield "events", partial(self._list, "events", _events, self._of_events)
        if self.only is None:
            yield "webhooks", partial(self._list, "webhooks", _webhooks, _without_secret)
            yield "team", self._team

    def progress(self, part: str, records: int) -> ArchiveProgress:
        """Say how far it is."""
        return ArchiveProgress(part, records, self.done, len(self.ids), self.items)

    def _monitors(self) -> None:
        monitors, runs, ids = "monitors.jsonl", "monitor_runs.jsonl", list[str]()

        def keep(monitor: models.Monitor) -> models.Monitor | None:
            if self.only is not None and monitor.webset_id not in self.ids:
                return None
            ids.append(monitor.id)
            return monitor

        with self.folder.open(monitors) as file, self.folder.open(runs) as file_of_runs:
            self.calls.read(_monitors, self._into(file, "monitors", keep))
            take = self._into(file_of_runs, "monitors", _whole)
            for id in ids:
                self.calls.read(_runs_of(id), take)
            file.finish()
            file_of_runs.finish()
        self.folder.note("monitors", {monitors: None, runs: None})

    def _list(
        self,
        name: str,
        fetch: Callable[[Client, Cursor], Page[M]],
        keep: Callable[[M], M | None],
    ) -> None:
        with self.folder.open(f"{name}.jsonl") as file:
            self.calls.read(fetch, self._into(file, name, keep))
            file.finish()
        self.folder.note(name, {f"{name}.jsonl": None})

    def _team(self) -> None:
        team = self.calls(lambda client: client.teams.get())
        with self.folder.open("team.json") as file:
            file.write(document(team.to_dict()))
            file.finish()
        self.folder.note("team", {"team.json": 1})

    def _into(
        self, file: AtomicFile, name: str, keep: Callable[[M], M | None]
    ) -> Callable[[Sequence[M]], ArchiveProgress]:
        """Give what writes a page to a file, a line for each element as `keep` gives it."""
        records = 0

        def take(page: Sequence[M]) -> ArchiveProgress:
            nonlocal records
            kept = [one for each in page if (one := keep(each)) is not None]
            file.file.writelines(line(one.to_dict()) for one in kept)
            records += len(kept)
            return self.progress(name, records)

        return take

    def _of_imports(self, one: models.Import) -> models.Import | None:
        return one if self.only is None or one.id in self.imports else None

    def _of_events(self, event: models.Event) -> models.Event | None:
        return event if self.only is None or webset_id(event) in self.ids else None


def imports_of(webset: models.Webset) -> Iterator[str]:
    """Give the ids of the imports that a Webset names, those too in which its searches look, or do not."""
    yield from (one.id for one in webset.imports)
    for search in webset.searches:
        yield from (one.id for one in search.scope if one.source == "import")
        yield from (one.id for one in search.exclude if one.source == "import")
    yield from (one.id for one in webset.excludes or [] if one.source == "import")


def _without_secret(webhook: models.Webhook) -> models.Webhook:
    return evolve(webhook, secret=None)


def _whole(run: models.MonitorRun) -> models.MonitorRun:
    return run


def _monitors(client: Client, cursor: Cursor) -> Page[models.Monitor]:
    return client.monitors.list(cursor=cursor, limit=MOST)


def _runs_of(monitor: str) -> Callable[[Client, Cursor], Page[models.MonitorRun]]:
    return lambda client, cursor: client.monitor_runs.list(monitor, cursor=cursor, limit=MOST)


def _imports(client: Client, cursor: Cursor) -> Page[models.Import]:
    return client.imports.list(cursor=cursor, limit=MOST)


def _events(client: Client, cursor: Cursor) -> Page[models.Event]:
    return client.events.list(cursor=cursor, limit=MOST)


def _webhooks(client: Client, cursor: Cursor) -> Page[models.Webhook]:
    return client.webhooks.list(cursor=cursor, limit=MOST)
