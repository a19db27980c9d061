"""An archive of everything: all that sync and async decide alike, the writing of files too.

Each Webset has a folder of its own in `websets`, with webset.json, items.jsonl and items.csv. Beside it are team.json,
monitors.jsonl, monitor_runs.jsonl, imports.jsonl, webhooks.jsonl, events.jsonl, and last of all manifest.json.
A run that was broken off is gone on with: a Webset that it has taken is taken again only if it had not ended then or
has changed since. Over a finished archive all is read anew: only its list of items tells which of them were deleted.
The lists come last, and each run takes them anew, because nothing tells whether they have changed.
Where only some Websets are asked for, what belongs to none of them is left out: of monitors, runs, imports and events
those of other Websets, and the webhooks and the team altogether.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from attrs import define, field

from .._errors import APIConnectionError, AuthenticationError, NotFoundError, WebsetsError
from .._generated import models, types
from .._http.requests import check_id
from .._items.atomic_file import PathLike
from .._items.export_file import ExportFile
from .._items.unseen_items import PAGE_SIZE, PASSES, UnseenItems
from .._websets.status import is_finished
from .client_calls import Calls, Client, Cursor
from .directory import Heading, document, folder_name, opened
from .manifest import WEBSET_FILE, count
from .results import Archive, ArchiveProgress
from .stop_first import Stopping
from .team_lists import Lists, imports_of


def archive(
    directory: PathLike,
    base_url: str,
    make: Callable[[Callable[[Client], Any]], Any],
    show: Callable[[ArchiveProgress], object],
    *,
    websets: Iterable[str] | None = None,
    cancel_running: bool = False,
    disable_monitors: bool = False,
) -> Archive:
    """Take everything out to a directory, as `archive` of a client says."""
    with opened(directory, Heading(base_url, _checked(websets))) as folder:
        calls = Calls(make, show)
        return Taking(folder, calls, Stopping(calls, cancel_running, disable_monitors)).everything()


@define(eq=False)
class Taking(Lists):
    """One run of an archive."""

    stopping: Stopping
    failed: dict[str, WebsetsError] = field(init=False, factory=dict[str, WebsetsError])
    gone: set[str] = field(init=False, factory=set[str])
    _is_offline: bool = field(init=False, default=False)

    def everything(self) -> Archive:
        """Take it all, and write the manifest."""
        self._find()
        self.calls.show(self.progress("websets", 0))
        self.stopping.stop()
        for id in self.ids:
            self._try(id, partial(self._webset, id))
            self.done += 1
            self.calls.show(self.progress("websets", self.done))
        for name, taking in self.lists():
            self._try(name, taking)
        return self._finish()

    def _find(self) -> None:
        """Find out which Websets there are to take."""
        taken = {part.webset for part in self.folder.parts.values() if part.webset}
        if self.only is None:
            self.calls.read(lambda client, cursor: client.websets.list(cursor=cursor, limit=100), self._note)
            self.gone |= taken - self.ids.keys()
        for id in self.only or []:
            self._try(id, partial(self._find_one, id, id in taken))

    def _find_one(self, id: str, is_taken: bool) -> None:
        try:
            webset = self._get(id)
        except NotFoundError:
            if not is_taken:
                raise
            self.gone.add(id)
        else:
            self._note([webset])

    def _note(self, websets: Iterable[models.Webset]) -> None:
        for webset in websets:
            if webset.id not in self.ids:
                self.ids[webset.id] = None
                self.stopping.note(webset)

    def _try(self, name: str, taking: Callable[[], None]) -> None:
        """Take a part; one that fails is no harm to the others, unless they would fail too."""
        try:
            taking()
        except AuthenticationError:
            raise
        except WebsetsError as error:
            was_offline, self._is_offline = self._is_offline, isinstance(error, APIConnectionError)
            if was_offline and self._is_offline:
                raise
            self.failed[name] = error
        else:
            self._is_offline = False

    def _webset(self, id: str) -> None:
        folder = f"websets/{folder_name(id)}"
        try:
            webset = self._get(id)
            self.imports.update(imports_of(webset))
            text = document(webset.to_dict())
            if not self.folder.has(folder, f"{folder}/{WEBSET_FILE}", text):
                self._copy(folder, webset, text)
        except NotFoundError:
            self.gone.add(id)

    def _copy(self, folder: str, webset: models.Webset, text: str) -> None:
        names = [f"{folder}/{name}" for name in (WEBSET_FILE, "items.jsonl", "items.csv")]
        unseen = UnseenItems()
        with (
            self.folder.open(names[0]) as file,
            self.folder.open_export(names[1]) as lines,
            self.folder.open_export(names[2]) as rows,
        ):
            file.write(text)
            rows.write_header(webset)
            for _ in range(PASSES):
                self._items(webset.id, unseen, [lines, rows])
            for each in (file, lines, rows):
                each.finish()
        self.folder.note(folder, dict(zip(names, (1, None, len(unseen)), strict=True)), webset.id, is_finished(webset))

    def _items(self, webset: str, unseen: UnseenItems, files: Iterable[ExportFile]) -> None:
        cursor: Cursor | None = types.UNSET
        while cursor is not None:
            page = self._page_of_items(webset, cursor)
            items = unseen.unseen_in(page)
            for file in files:
                file.write_items(items)
            self.items += len(items)
            self.calls.show(self.progress(webset, len(unseen)))
            cursor = unseen.next_cursor(page, len(items))

    def _get(self, id: str) -> models.Webset:
        return self.calls(lambda client: client.websets.get(id))

    def _page_of_items(self, webset: str, cursor: Cursor) -> models.ListWebsetItemResponse:
        return self.calls(lambda client: client.items.list(webset, cursor=cursor, limit=PAGE_SIZE))

    def _finish(self) -> Archive:
        troubles = {**self.failed, **{f"cancel of {one.id}": one.error for one in self.stopping.outcomes if one.error}}
        self.folder.finish({name: _reason(error) for name, error in troubles.items()}, [*self.gone])
        running = [part.webset for part in self.folder.parts.values() if part.webset and not part.is_final]
        return Archive(
            directory=self.folder.path,
            counts=count(self.folder.parts),
            failed=self.failed,
            gone=tuple(sorted(self.gone)),
            running=tuple(sorted(running)),
            canceled=tuple(self.stopping.outcomes),
        )


def _checked(websets: Iterable[str] | None) -> list[str] | None:
    if websets is None:
        return None
    if isinstance(websets, str | bytes):
        raise TypeError(f"{websets!r} is one id, not several; give a list")
    ids = {*websets}
    for id in ids:
        check_id(id)
    return sorted(ids)  # in whatever order they are asked for, they are the same archive


def _reason(error: Exception) -> str:
    return f"{type(error).__name__} {getattr(error, 'status', '')}".rstrip()
