"""The files of one Webset: webset.json, items.jsonl and items.csv."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from attrs import frozen

from .._generated import models, types
from .._items.export_file import ExportFile
from .._items.json_text import json_document
from .._items.unseen_items import PAGE_SIZE, UnseenItems
from .._websets.status import is_finished
from .client_calls import Client, Cursor, Steps, fetch
from .directory import ArchiveDirectory
from .file_names import WEBSET_FILE, folder_name
from .progress import Progress


@frozen
class WebsetFiles:
    """Writes Websets with their items to the directory."""

    directory: ArchiveDirectory
    progress: Progress

    def write(self, id: str, webset: models.Webset) -> Steps[None]:
        """Write a Webset with its items, unless the files of an earlier run are current."""
        part, text = f"websets/{folder_name(id)}", json_document(webset.to_dict())
        document, lines, rows = (f"{part}/{name}" for name in (WEBSET_FILE, "items.jsonl", "items.csv"))
        if self.directory.is_current(part, document, text):
            return
        unseen = UnseenItems()
        with self.directory.part(part, webset.id, is_finished(webset)) as files:
            files.open(document, records=1).write(text)
            lines_file, rows_file = files.open_export(lines), files.open_export(rows)
            rows_file.write_header(webset)
            for _ in unseen.passes():
                yield from self._write_items(webset.id, unseen, [lines_file, rows_file])
            files.records[rows] = len(unseen)  # a cell may have several lines

    def _write_items(self, webset: str, unseen: UnseenItems, files: Iterable[ExportFile]) -> Steps[None]:
        cursor: Cursor | None = types.UNSET
        while cursor is not None:
            page = yield from fetch(partial(_items, webset=webset, cursor=cursor))
            items = unseen.unseen_in(page)
            for file in files:
                file.write_items(items)
            self.progress.items += len(items)
            self.progress.report(webset, len(unseen))
            cursor = unseen.next_cursor(page, len(items))


def _items(client: Client, webset: str, cursor: Cursor) -> models.ListWebsetItemResponse:
    return client.items.list(webset, cursor=cursor, limit=PAGE_SIZE)
