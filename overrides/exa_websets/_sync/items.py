# Derived from _async/items.py by scripts/regenerate. Edit that file instead.
"""The resource `items` with its helpers: export to a file, as flat rows, and as they are found."""

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
        """Write all items of a Webset to a file, which appears complete or not at all. Return their number.

        JSON Lines hold each item whole. CSV has the columns id, url, name and type, and one for each enrichment that
        the Webset has at the start. Equal names get " (2)", " (3)" and so on; several values are joined by "; ".
        Text that a spreadsheet would read as a formula gets an apostrophe in front: a cell, or a part of it behind a
        tab, a line end or a semicolon, that starts with = + - @ and is not a number. Items are written as they are
        read, newest first; those found in the
        meantime come last. Only their ids are kept in memory.

        Args:
            webset: The Webset's id or externalId.
            path: The file to write. An existing file is replaced at the end, and kept if anything goes wrong. If the
                path is a link, the link is kept and the file behind it is replaced.
            format: "jsonl" or "csv". By default the ending of the path decides.
            names: Column names by the ids of enrichments. By default their titles or descriptions.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.

        Raises:
            OSError: the file cannot be written, for example because its folder does not exist.
            ValueError: the format is unknown or has no columns to name, or an id in `names` is not an enrichment's.
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

        A single value is not wrapped, several are a list, numbers are numbers if the format of the enrichment says so,
        and a missing result is None. `pandas.DataFrame(client.items.rows(id))` makes a table.

        Args:
            webset: The Webset's id or externalId.
            names: Column names by the ids of enrichments. By default their titles or descriptions.
            references: Whether to add the sources of each answer, in columns "… references".
            reasoning: Whether to add the reasoning behind each answer, in columns "… reasoning".
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.

        Raises:
            ValueError: an id in `names` is not an enrichment's.
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

        It polls as often as `watch` does, and reads new pages only. It continues while enrichments are finishing.
        Leaving the loop early cancels nothing, unless a stop rule has fired; what is left is then canceled.

        Args:
            webset: The Webset's id or externalId.
            until: A stop rule, as for `websets.watch`.
            updates: Whether to yield an item again when it has a new enrichment result. Each poll then reads all pages.
            on_snapshot: Called with the snapshot of each poll. The last one has the reason of a stop rule.
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.

        Raises:
            WebsetTimeoutError: a rule has fired, and within a minute nothing has shown that the Webset stopped.
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
