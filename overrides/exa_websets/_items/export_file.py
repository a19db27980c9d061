"""An export of items to a file: all that sync and async decide alike.

The file gets its name when it is complete; until then it is a hidden one in the same folder, removed if anything
goes wrong. What is found while the list is read stands before its first page: there is a second look, so that the
file has all that was there when the first one ended.
"""

from __future__ import annotations

import csv
import errno
import json
import os
import re
import secrets
import shutil
from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import Any, Literal, Self, TextIO, TypeAlias, get_args

from attrs import define, field

from .._generated import models
from .rows import FIXED_COLUMNS, Value, columns_of, number_in, row_of

Format: TypeAlias = Literal["jsonl", "csv"]
PathLike: TypeAlias = str | os.PathLike[str]

LOOKS = 2

# Some spreadsheets pass over what cannot be seen before a sign, and take the full-width forms of = + - @ for them.
_FORMULA = re.compile(r"[\s\x00-\x20\u200b\u2060\ufeff]*[-=+@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")


@define(eq=False)
class Export:
    """A file that is being written; as a context manager it takes its name at the end, or is removed."""

    target: str
    format: Format
    names: Mapping[str, str] | None
    draft: str
    file: TextIO
    columns: dict[str, str] = field(init=False, factory=dict[str, str])

    def begin(self, webset: models.Webset) -> None:
        """Write the header of a CSV file, with the enrichments that the Webset has now.

        Raises:
            ValueError: one of the names is for an enrichment that the Webset has not.
        """
        self.columns = columns_of(webset.enrichments, self.names)
        csv.writer(self.file).writerow(map(_cell, (*FIXED_COLUMNS, *self.columns.values())))

    def write(self, items: Collection[models.WebsetItem]) -> None:
        """Write some items."""
        if self.format == "csv":
            csv.writer(self.file).writerows(map(_cell, row_of(item, self.columns).values()) for item in items)
        else:
            self.file.writelines(json.dumps(item.to_dict(), ensure_ascii=False) + "\n" for item in items)

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
    is_formula = isinstance(value, str) and _FORMULA.match(value) and number_in(value) is None
    return f"'{value}" if is_formula else value
