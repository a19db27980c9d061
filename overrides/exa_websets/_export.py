"""An export of items to a file: all that sync and async decide alike.

The file gets its name when it is complete; until then it is a hidden one in the same folder, removed if anything
goes wrong. Items are listed newest first and a cursor is an item's id, so what is found meanwhile stands before the
first page: the list is looked through once more from its start, as far as an item that was written already. So the
file has all that was there when the first look ended. Each item is written once, because the ids of those that were
are kept in memory, and nothing else.
"""

from __future__ import annotations

import csv
import errno
import json
import os
import secrets
import shutil
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any, Literal, Self, TextIO, TypeAlias, get_args

from attrs import define, field

from ._errors import PagingError
from ._generated import models, types
from ._rows import FIXED_COLUMNS, Value, columns_of, number_in, row_of

Format: TypeAlias = Literal["jsonl", "csv"]
PathLike: TypeAlias = str | os.PathLike[str]

PAGE_SIZE = 100

# The last four are the full-width forms of = + - @, which some spreadsheets take for them.
_STARTS_OF_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@define(eq=False)
class Export:
    """A file that is being written; as a context manager it takes its name at the end, or is removed."""

    target: str
    format: Format
    names: Mapping[str, str] | None
    draft: str
    file: TextIO
    columns: dict[str, str] = field(init=False, factory=dict[str, str])
    _ids: set[str] = field(init=False, factory=set[str])
    _cursors: set[str] = field(init=False, factory=set[str])
    _is_first_look: bool = field(init=False, default=True)

    @property
    def count(self) -> int:
        """How many items were written."""
        return len(self._ids)

    def begin(self, webset: models.Webset) -> None:
        """Write the header of a CSV file, with the enrichments that the Webset has now.

        Raises:
            ValueError: one of the names is for an enrichment that the Webset has not.
        """
        self.columns = columns_of(webset.enrichments, self.names)
        csv.writer(self.file).writerow(map(_cell, (*FIXED_COLUMNS, *self.columns.values())))

    def write(self, page: models.ListWebsetItemResponse) -> str | types.Unset | None:
        """Write the items of a page and give the cursor to go on with, UNSET for the start, None at the end.

        Raises:
            PagingError: the service gave a cursor twice.
        """
        items = {item.id: item for item in page.data if item.id not in self._ids}
        self._put(items.values())
        self._ids.update(items)
        has_met_known = len(items) < len(page.data)
        if page.next_cursor is not None and (self._is_first_look or not has_met_known):
            if page.next_cursor in self._cursors:
                raise PagingError(f"the list does not end: the service gave the cursor {page.next_cursor!r} twice")
            self._cursors.add(page.next_cursor)
            return page.next_cursor
        if not self._is_first_look:
            return None
        self._is_first_look = False
        self._cursors.clear()
        return types.UNSET

    def finish(self) -> None:
        """Bring all of it to the disk, so that it can take its name."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        try:
            if kind is None:
                os.replace(self.draft, self.target)
        finally:
            with suppress(OSError):
                self.file.close()
            with suppress(OSError):
                os.unlink(self.draft)

    def _put(self, items: Collection[models.WebsetItem]) -> None:
        if self.format == "csv":
            csv.writer(self.file).writerows(map(_cell, row_of(item, self.columns).values()) for item in items)
        else:
            self.file.writelines(json.dumps(item.to_dict(), ensure_ascii=False) + "\n" for item in items)


def open_export(path: PathLike, format: Format | None, names: Mapping[str, str] | None) -> Export:
    """Open a file for an export, under another name in the same folder.

    Raises:
        OSError: nothing can be written there.
        ValueError: the format is unknown, or has no names.
    """
    chosen: Format = format or _format_of(path)
    if chosen not in get_args(Format):
        raise ValueError(f"the format of an export is 'jsonl' or 'csv', not {chosen!r}")
    if names and chosen != "csv":
        raise ValueError("names are for the columns of a CSV file; JSON Lines hold each item as it is")
    target = os.path.realpath(path)
    if os.path.exists(target) and not os.path.isfile(target):
        raise FileExistsError(errno.EEXIST, "not a file that can be replaced", os.fspath(path))
    draft = os.path.join(os.path.dirname(target), f".exa-websets-{secrets.token_hex(8)}.tmp")
    try:
        export = Export(target, chosen, names, draft, _create(draft))
    except OSError as error:
        error.filename = os.fspath(path)
        raise
    with suppress(FileNotFoundError):
        shutil.copymode(target, draft)
    return export


def _create(path: str) -> TextIO:
    # A lone surrogate, which JSON may hold and UTF-8 may not, is written as JSON escapes it.
    return open(path, "x", encoding="utf-8", errors="backslashreplace", newline="")


def _format_of(path: PathLike) -> Any:
    suffix = os.path.splitext(path)[1].lower()
    if suffix not in (".jsonl", ".csv"):
        raise ValueError(f"{os.fspath(path)!r} ends neither in .jsonl nor in .csv; say format='jsonl' or format='csv'")
    return suffix[1:]


def _cell(value: Value) -> Value:
    """Give a cell as it is, or behind an apostrophe where a spreadsheet would take its text for a formula."""
    is_formula = isinstance(value, str) and value.startswith(_STARTS_OF_FORMULAS) and number_in(value) is None
    return f"'{value}" if is_formula else value
