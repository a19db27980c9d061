# Derived from _async/items.py by scripts/regenerate. Edit that file instead.
"""The resource `items` with its helpers: export items to a file, read them as flat rows, or follow them."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import closing
from typing import Unpack

from .._generated import api, models
from .._http.request import options_without_body
from .._items.atomic_file import PathLike
from .._items.export_file import Format, open_export
from .._items.rows import Row, column_names, row_for_programs
from .._items.unseen_items import UnseenItems
from .._runtime.threads import in_thread
from .._websets.stop_rules import Until, to_rule
from .._websets.stopping import Stopping
from .follow import OnSnapshot, follow_items, read_unseen_pages
from .transport import Transport
from .watch import watch_until


class Items(api.items.Items):
    """The operations of `items`, and helpers that need more than one of them."""

    def __init__(self, transport: Transport) -> None:
        super().__init__(transport)
        self._transport = transport

    def export(
        self,
        webset: str,
        /,
        path: PathLike,
        *,
        format: Format | None = None,
        names: Mapping[str, str] | None = None,
        **options: Unpack[api.RequestOptions],
    ) -> int:
        """Write all items of a Webset to a file. The file appears under its name only when it is complete.

        A JSON Lines file contains each item in full. A CSV file has the columns id, url, name and type, and a column
        for each enrichment that the Webset has when the export starts. Duplicate column names get the suffix " (2)",
        " (3)" and so on. Multiple values are joined with "; ".
        Text that a spreadsheet would evaluate as a formula is prefixed with an apostrophe: a cell, or a part of a cell
        after a tab, a line break or a semicolon, that starts with =, +, - or @ and is not a number.
        Items are written newest first, followed by those found during the export. Only their ids are kept in memory.

        Args:
            webset: The Webset's id or externalId.
            path: The file to write. An existing file is replaced at the end, and kept if the export fails. If the path
                is a link, the file that it points to is replaced.
            format: "jsonl" or "csv". The default depends on the extension of the path.
            names: Column names by enrichment id. The default is the title or the description of the enrichment.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.

        Returns:
            The number of items written.

        Raises:
            OSError: the file cannot be written, for example because its folder does not exist.
            ValueError: the format is unknown, `names` is used with JSON Lines, or an id in `names` is not the id of
                an enrichment of the Webset.
            PagingError: the list does not end.
        """
        with open_export(path, format, names) as export:
            if export.format == "csv":
                export.write_header(api.websets.Websets(self._transport).get(webset, **options_without_body(options)))
            unseen = UnseenItems()
            for _ in unseen.passes():
                with closing(read_unseen_pages(self, webset, unseen, options)) as pages:
                    for items in pages:
                        in_thread(export.write_items, items)
            in_thread(export.finish)
        return len(unseen)

    def rows(
        self,
        webset: str,
        /,
        names: Mapping[str, str] | None = None,
        *,
        references: bool = False,
        reasoning: bool = False,
        **options: Unpack[api.RequestOptions],
    ) -> Generator[Row]:
        """Yield each item of a Webset as a flat dictionary with the columns that `export` writes to CSV.

        A single value is not wrapped in a list, multiple values are a list, and a missing result is None. Values of
        enrichments with the format "number" are numbers. `pandas.DataFrame(client.items.rows(id))` returns a table.

        Args:
            webset: The Webset's id or externalId.
            names: Column names by enrichment id. The default is the title or the description of the enrichment.
            references: Whether to add the sources of each result, in columns "… references".
            reasoning: Whether to add the reasoning behind each result, in columns "… reasoning".
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.

        Raises:
            ValueError: an id in `names` is not the id of an enrichment of the Webset.
        """
        seen = api.websets.Websets(self._transport).get(webset, **options_without_body(options))
        columns, unseen = column_names(seen.enrichments, names), UnseenItems()
        for _ in unseen.passes():
            with closing(read_unseen_pages(self, webset, unseen, options)) as pages:
                for items in pages:
                    for item in items:
                        yield row_for_programs(item, columns, references=references, reasoning=reasoning)

    def follow(
        self,
        webset: str,
        /,
        *,
        until: Until = None,
        updates: bool = False,
        on_snapshot: OnSnapshot = None,
        **options: Unpack[api.RequestOptions],
    ) -> Generator[models.WebsetItem]:
        """Yield each item of a Webset once, as it is found, until nothing in it is running or a stop rule stops it.

        It polls as often as `watch`, reads only new pages, and continues while enrichments are finishing. Leaving the
        loop early cancels nothing, unless a stop rule has fired: then everything that is still running is canceled.

        Args:
            webset: The Webset's id or externalId.
            until: A stop rule, as for `websets.watch`.
            updates: Whether to yield an item again when it has a new enrichment result. Each poll then reads all pages.
            on_snapshot: Called with the snapshot of each poll. The last snapshot has the reason if a stop rule fired.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.

        Raises:
            WebsetTimeoutError: a stop rule has fired, and the Webset was not seen to stop within a minute.
        """
        stopping = Stopping(to_rule(until))
        return follow_items(
            self._transport,
            webset,
            watch_until(self._transport, webset, stopping, every_poll=True),
            stopping,
            updates=updates,
            on_snapshot=on_snapshot,
            options=options,
        )
