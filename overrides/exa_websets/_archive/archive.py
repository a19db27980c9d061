"""A run of `client.archive`: a copy of everything in a directory.

Each Webset has a folder in `websets` with webset.json, items.jsonl and items.csv. Beside it are team.json,
monitors.jsonl, monitor_runs.jsonl, imports.jsonl, webhooks.jsonl, events.jsonl and, once the run is finished,
manifest.json.

An interrupted run resumes: it skips a Webset that is already archived if it was finished then and has not changed
since. A run over a finished archive reads everything again, because only the list of items shows which items were
deleted. The lists are always written again, because the service does not show whether they have changed.

Several Websets, and then several lists, are archived at the same time; see `concurrent_parts`.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import starmap

from attrs import define, field

from .._arguments import check_number
from .._errors import APIConnectionError, AuthenticationError, NotFoundError, PlanRequiredError, ResponseValidationError
from .._generated import models
from .._http.request import check_id
from .._items.atomic_file import PathLike
from .._websets.listed import MalformedWebset, ReadablePage, readable_page
from .._websets.status import is_transient
from .client_calls import Calls, Client, Cursor, Page, Steps, Stopper, fetch, read_pages
from .concurrent_parts import ConcurrentParts
from .directory import ArchiveDirectory, ArchiveSource, open_directory
from .manifest import count_records
from .progress import Progress
from .results import Archive
from .stop_first import StopFirst
from .team_lists import TeamLists, imports_of
from .webset_files import WebsetFiles

# EFBIG is the limit of the process or of the file system.
_DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS)


def archive(
    directory: PathLike,
    base_url: str,
    stopper: Stopper,
    calls: Calls,
    *,
    websets: Iterable[str] | None = None,
    cancel_running: bool = False,
    disable_monitors: bool = False,
    concurrency: int = 4,
) -> Archive:
    """Archive everything to a directory; see `client.archive` and `ArchiveOptions`.

    Args:
        directory: The path of the directory.
        base_url: The base URL of the client.
        stopper: Cancels Websets.
        calls: Makes the calls of the client, and reports the progress.
        websets: The ids of the Websets to archive; None archives everything.
        cancel_running: Whether to cancel running Websets first.
        disable_monitors: Whether to disable enabled monitors first.
        concurrency: The maximum number of calls in flight, and of Websets that are archived at the same time.
    """
    check_number("concurrency", concurrency, at_least=1, is_whole=True)
    with open_directory(directory, ArchiveSource(base_url, _checked(websets))) as opened:
        return ArchiveRun(
            opened,
            ConcurrentParts(calls, concurrency),
            stopper.paging_error,
            Progress(calls.report),
            StopFirst(calls, stopper, cancel_running, disable_monitors),
        ).run()


@define(eq=False)
class ArchiveRun:
    """One run into a directory."""

    directory: ArchiveDirectory
    parts: ConcurrentParts
    paging_error: Callable[[str], Exception]
    progress: Progress
    stop_first: StopFirst
    websets: dict[str, None] = field(init=False, factory=dict[str, None])
    """The ids of the Websets to archive, in the order of the service."""
    imports: set[str] = field(init=False, factory=set[str])
    """The ids of the imports that these Websets use."""
    failed: dict[str, Exception] = field(init=False, factory=dict[str, Exception])
    gone: set[str] = field(init=False, factory=set[str])
    _is_offline: bool = field(init=False, default=False)
    _has_succeeded: bool = field(init=False, default=False)

    def run(self) -> Archive:
        """Archive everything and write the manifest. An exception has the result so far as its `.archive` attribute."""
        try:
            self._archive()
            if self.failed and not self._has_succeeded:
                raise next(iter(self.failed.values()))
            self._finish()
            if self.progress.error:
                raise self.progress.error
        except BaseException as error:
            self._attach_result(error)
            raise
        return self._result(self.failed)

    def _archive(self) -> None:
        try:
            self._find_websets()
        except Exception:
            self.stop_first.stop()
            raise
        self.progress.total = len(self.websets)
        self.progress.report("websets", 0)
        self.stop_first.stop()
        files = WebsetFiles(self.directory, self.progress)
        self.parts.run(self._archive_webset(id, files) for id in self.websets)
        lists = TeamLists(self.directory, self.paging_error, self.progress, self.websets, self.imports)
        self.parts.run(starmap(self._attempt, lists.parts()))

    def _find_websets(self) -> None:
        archived = {part.webset for part in self.directory.parts.values() if part.webset}
        selected = self.directory.source.websets
        if selected is None:
            self.parts.run([self._attempt("websets", self._find_all())])
            if "websets" not in self.failed:
                self.gone |= archived - self.websets.keys()
            return
        unread = dict.fromkeys(selected)
        try:
            self.parts.run(self._attempt(id, self._find_selected(id, unread, archived)) for id in selected)
        finally:
            for id in unread:
                self.stop_first.add_unread(id)

    def _find_all(self) -> Steps[None]:
        def add(page: Sequence[models.Webset | MalformedWebset]) -> None:
            for webset in page:
                self._add(webset)

        yield from read_pages(_list_websets, add, self.paging_error, self._repair)

    def _repair(self, error: ResponseValidationError) -> ReadablePage:
        """Return the readable part of a page. Malformed Websets are archived by their ids."""
        page = readable_page(error)
        if not page.is_complete:
            self.failed["websets"] = error
        return page

    def _find_selected(self, id: str, unread: dict[str, None], archived: Collection[str]) -> Steps[None]:
        try:
            webset = yield from _get(id)
        except NotFoundError:
            del unread[id]
            if id not in archived:
                raise
            self.gone.add(id)
        else:
            del unread[id]
            self._add(webset)

    def _add(self, webset: models.Webset | MalformedWebset) -> None:
        if webset.id not in self.websets:
            self.websets[webset.id] = None
            if isinstance(webset, MalformedWebset):
                self.stop_first.add_unread(webset.id)
            else:
                self.stop_first.add(webset)

    def _archive_webset(self, id: str, files: WebsetFiles) -> Steps[None]:
        yield from self._attempt(id, self._write_webset(id, files))
        self.progress.done += 1
        self.progress.report("websets", self.progress.done)

    def _write_webset(self, id: str, files: WebsetFiles) -> Steps[None]:
        try:
            webset = yield from _get(id)
            self.imports.update(imports_of(webset))
            yield from files.write(id, webset)
        except NotFoundError:
            self.gone.add(id)

    def _attempt(self, name: str, part: Steps[None]) -> Steps[None]:
        """Record the error of a part and continue, but raise an error that would also affect all other parts."""
        was_offline = self._is_offline
        try:
            yield from part
        except Exception as error:
            # Parts in flight together fail for one reason, which may be temporary. So only a part that started after
            # such an error ends the run.
            was_offline, self._is_offline = was_offline and self._is_offline, _is_offline(error)
            if (was_offline and self._is_offline) or _is_disk_full(error) or _is_rejected_key(error):
                raise
            self.failed[name] = error
        else:
            self._is_offline, self._has_succeeded = False, True

    def _finish(self) -> None:
        canceled = {f"cancel of {one.id}": one.error for one in self.stop_first.outcomes if one.error}
        errors = {**self.failed, **canceled}
        self.directory.write_manifest({name: _reason(error) for name, error in errors.items()}, [*self.gone])

    def _result(self, failed: Mapping[str, Exception]) -> Archive:
        parts = self.directory.parts
        return Archive(
            directory=self.directory.path,
            counts=count_records(parts),
            failed=failed,
            gone=tuple(sorted(self.gone)),
            running=tuple(sorted(part.webset for part in parts.values() if part.webset and not part.is_final)),
            canceled=tuple(self.stop_first.outcomes),
        )

    def _attach_result(self, error: BaseException) -> None:
        with suppress(Exception):  # an exception class of the caller may not allow attributes or notes
            # An exception that refers to itself would keep its frames alive.
            others = {name: one for name, one in self.failed.items() if one is not error}
            vars(error)["archive"] = self._result(others)
            if isinstance(error, Exception):
                error.add_note("The result so far is in the .archive attribute of this exception.")


def _checked(websets: Iterable[str] | None) -> list[str] | None:
    if websets is None:
        return None
    if isinstance(websets, str | bytes):
        raise TypeError(f"{websets!r} is a single id; pass a list of ids")
    ids = {*websets}
    for id in ids:
        check_id(id)
    return sorted(ids)  # the order makes no difference to the archive


def _get(id: str) -> Steps[models.Webset]:
    return fetch(lambda client: client.websets.get(id))


def _list_websets(cursor: Cursor) -> Callable[[Client], Page[models.Webset]]:
    return lambda client: client.websets.list(cursor=cursor, limit=100)


def _is_offline(error: Exception) -> bool:
    return isinstance(error, APIConnectionError) and is_transient(error)


def _is_rejected_key(error: Exception) -> bool:
    # A plan may include one resource and not another.
    return isinstance(error, AuthenticationError) and not isinstance(error, PlanRequiredError)


def _is_disk_full(error: Exception) -> bool:
    return isinstance(error, OSError) and error.errno in _DISK_FULL


def _reason(error: Exception) -> str:
    return f"{type(error).__name__} {getattr(error, 'status', '')}".rstrip()
