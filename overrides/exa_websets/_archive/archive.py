"""A run of `client.archive`: a copy of everything in a directory.

Each Webset has a folder in `websets` with webset.json, items.jsonl and items.csv. Beside it are team.json,
monitors.jsonl, monitor_runs.jsonl, imports.jsonl, webhooks.jsonl, events.jsonl and, once the run is finished,
manifest.json.

An interrupted run resumes: it skips the Websets that are archived, had finished then, and have not changed since. A run
over a finished archive reads everything again, because only the list of items shows which items were deleted. The lists
are always written again, because nothing shows whether they have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from attrs import define, field

from .._errors import APIConnectionError, AuthenticationError, NotFoundError, WebsetsError
from .._generated import models
from .._http.request import check_id
from .._items.atomic_file import PathLike
from .client_calls import Client, ClientCalls, Stopper
from .directory import ArchiveDirectory, ArchiveSource, open_directory
from .manifest import count_records
from .progress import Progress
from .results import Archive, ArchiveProgress
from .stop_first import StopFirst
from .team_lists import TeamLists, imports_of
from .webset_files import WebsetFiles


def archive(
    directory: PathLike,
    base_url: str,
    stopper: Stopper,
    call: Callable[[Callable[[Client], Any]], Any],
    report: Callable[[ArchiveProgress], object],
    *,
    websets: Iterable[str] | None = None,
    cancel_running: bool = False,
    disable_monitors: bool = False,
) -> Archive:
    """Archive everything to a directory; see `client.archive` and `ArchiveOptions`.

    Args:
        directory: The path of the directory.
        base_url: The base URL of the client.
        stopper: Cancels Websets of the client.
        call: Makes a call of the client.
        report: Called with the progress.
        websets: The ids of the Websets to archive; None archives everything.
        cancel_running: Cancel running Websets first.
        disable_monitors: Disable enabled monitors first.
    """
    with open_directory(directory, ArchiveSource(base_url, _checked(websets))) as opened:
        calls = ClientCalls(call)
        return ArchiveRun(
            opened, calls, Progress(report), StopFirst(calls, stopper, cancel_running, disable_monitors)
        ).run()


@define(eq=False)
class ArchiveRun:
    """One run into a directory."""

    directory: ArchiveDirectory
    calls: ClientCalls
    progress: Progress
    stop_first: StopFirst
    websets: dict[str, None] = field(init=False, factory=dict[str, None])
    """The ids of the Websets to archive, in the order of the service."""
    imports: set[str] = field(init=False, factory=set[str])
    """The ids of the imports that these Websets use."""
    failed: dict[str, WebsetsError] = field(init=False, factory=dict[str, WebsetsError])
    gone: set[str] = field(init=False, factory=set[str])
    _is_offline: bool = field(init=False, default=False)

    def run(self) -> Archive:
        """Archive everything and write the manifest."""
        self._find_websets()
        self.progress.total = len(self.websets)
        self.progress.report("websets", 0)
        self.stop_first.stop()
        files = WebsetFiles(self.directory, self.calls, self.progress)
        for id in self.websets:
            self._attempt(id, partial(self._archive_webset, id, files))
            self.progress.done += 1
            self.progress.report("websets", self.progress.done)
        lists = TeamLists(self.directory, self.calls, self.progress, self.websets, self.imports)
        for name, write in lists.writers():
            self._attempt(name, write)
        return self._finish()

    def _find_websets(self) -> None:
        archived = {part.webset for part in self.directory.parts.values() if part.webset}
        selected = self.directory.source.websets
        if selected is None:
            for page in self.calls.pages(lambda client, cursor: client.websets.list(cursor=cursor, limit=100)):
                for webset in page:
                    self._add(webset)
            self.gone |= archived - self.websets.keys()
        for id in selected or []:
            self._attempt(id, partial(self._find_selected, id, id in archived))

    def _find_selected(self, id: str, is_archived: bool) -> None:
        try:
            webset = self._get(id)
        except NotFoundError:
            if not is_archived:
                raise
            self.gone.add(id)
        else:
            self._add(webset)

    def _add(self, webset: models.Webset) -> None:
        if webset.id not in self.websets:
            self.websets[webset.id] = None
            self.stop_first.add(webset)

    def _archive_webset(self, id: str, files: WebsetFiles) -> None:
        try:
            webset = self._get(id)
            self.imports.update(imports_of(webset))
            files.write(id, webset)
        except NotFoundError:
            self.gone.add(id)

    def _attempt(self, name: str, action: Callable[[], None]) -> None:
        """Keep the error of a part, so that the others are archived; raise one that all others would meet too."""
        try:
            action()
        except AuthenticationError:
            raise
        except WebsetsError as error:
            was_offline, self._is_offline = self._is_offline, isinstance(error, APIConnectionError)
            if was_offline and self._is_offline:
                raise
            self.failed[name] = error
        else:
            self._is_offline = False

    def _get(self, id: str) -> models.Webset:
        return self.calls(lambda client: client.websets.get(id))

    def _finish(self) -> Archive:
        canceled = self.stop_first.outcomes
        errors = {**self.failed, **{f"cancel of {one.id}": one.error for one in canceled if one.error}}
        parts = self.directory.parts
        self.directory.write_manifest({name: _reason(error) for name, error in errors.items()}, [*self.gone])
        return Archive(
            directory=self.directory.path,
            counts=count_records(parts),
            failed=self.failed,
            gone=tuple(sorted(self.gone)),
            running=tuple(sorted(part.webset for part in parts.values() if part.webset and not part.is_final)),
            canceled=tuple(canceled),
        )


def _checked(websets: Iterable[str] | None) -> list[str] | None:
    if websets is None:
        return None
    if isinstance(websets, str | bytes):
        raise TypeError(f"{websets!r} is a single id; pass a list of ids")
    ids = {*websets}
    for id in ids:
        check_id(id)
    return sorted(ids)  # the order makes no difference to the archive


def _reason(error: Exception) -> str:
    return f"{type(error).__name__} {getattr(error, 'status', '')}".rstrip()
