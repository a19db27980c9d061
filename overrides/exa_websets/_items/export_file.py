"""The file of an export, with items as JSON Lines or CSV."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from typing import Any, Literal, TypeAlias, get_args

from attrs import define, field

from .._generated import models
from .atomic_file import AtomicFile, PathLike, open_atomic
from .contained_files import ContainedFiles
from .csv_cells import write_rows
from .json_text import json_line
from .rows import FIXED_COLUMNS, column_names, row_for_csv

Format: TypeAlias = Literal["jsonl", "csv"]


@define(eq=False, repr=False)
class ExportFile(AtomicFile):
    """An atomic file of items; `names` are the caller's names for columns, by enrichment id."""

    format: Format
    names: Mapping[str, str] | None
    columns: dict[str, str] = field(init=False, factory=dict[str, str])

    def write_header(self, webset: models.Webset) -> None:
        """Write the header of a CSV file, with a column for each enrichment of the Webset.

        Raises:
            ValueError: `names` contains an id that is not an enrichment of the Webset.
        """
        self.columns = column_names(webset.enrichments, self.names)
        with self.naming():
            write_rows(self.file, [(*FIXED_COLUMNS, *self.columns.values())])

    def write_items(self, items: Collection[models.WebsetItem]) -> None:
        """Write items, one per row or line."""
        with self.naming():
            if self.format == "csv":
                write_rows(self.file, (row_for_csv(item, self.columns).values() for item in items))
            else:
                self.file.writelines(json_line(item.to_dict()) for item in items)


def open_export(
    path: PathLike,
    format: Format | None = None,
    names: Mapping[str, str] | None = None,
    files: ContainedFiles | None = None,
) -> ExportFile:
    """Open a file for an export.

    Args:
        path: The file to write.
        format: "jsonl" or "csv"; by default the extension of `path`.
        names: Names for columns of a CSV file, by enrichment id.
        files: The directory to stay in. `path` is then a name in it.

    Raises:
        OSError: the file cannot be created.
        ValueError: the format is unknown, or `names` was passed for JSON Lines.
    """
    chosen: Format = format or _format_of(path)
    if chosen not in get_args(Format):
        raise ValueError(f"the format of an export is 'jsonl' or 'csv', not {chosen!r}")
    if names and chosen != "csv":
        raise ValueError("names is only for CSV: JSON Lines have no columns")
    opened = open_atomic(path, files)
    return ExportFile(opened.files, opened.name, opened.temporary, opened.file, chosen, names)


def _format_of(path: PathLike) -> Any:
    suffix = os.path.splitext(path)[1].lower()
    if suffix not in (".jsonl", ".csv"):
        raise ValueError(f"{os.fspath(path)!r} ends neither in .jsonl nor in .csv; pass format='jsonl' or format='csv'")
    return suffix[1:]
