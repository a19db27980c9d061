"""The resource `items` with its helpers: as rows, as they are found, and kept in a file."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from typing import TypeAlias, Unpack

from .._generated import api, models, types
from .._http.requests import without_body
from .._items.atomic_file import PathLike
from .._items.export_file import Format, open_export
from .._items.rows import Row, column_names, row_for_programs
from .._items.unseen_items import PAGE_SIZE, PASSES, UnseenItems
from .._runtime.tasks import in_thread
from .._websets.snapshots import Snapshot
from .._websets.stop_rules import Until
from .transport import AsyncTransport
from .watch import watch

OnLook: TypeAlias = Callable[[Snapshot], object] | None


class AsyncItems(api.items.AsyncItems):
    """The operations of `items`, and what takes more than one of them."""

    def __init__(self, transport: AsyncTransport) -> None:
        super().__init__(transport)
        self._transport = transport

    async def export(
        self,
        webset: str,
        /,
        path: PathLike,
        *,
        format: Format | None = None,
        names: Mapping[str, str] | None = None,
        **options: Unpack[api.RequestOptions],
    ) -> int:
        """Write all items of a Webset to a file and give their number; the file appears complete or not at all.

        JSON Lines hold each item whole. CSV has the columns id, url, name and type and one for each enrichment that
        the Webset has at the beginning; equal names get " (2)", " (3)" and so on, several values are joined by "; ".
        A text that a spreadsheet would take for a formula (it starts with = + - @, a tab or a line end and is no
        number) stands behind an apostrophe. Items are written as they are read, the newest first; those found
        meanwhile come last. Only their ids are kept in memory.

        Args:
            webset: The Webset's id or externalId.
            path: The file to write; one that exists is replaced at the end, and stays if anything goes wrong.
            format: "jsonl" or "csv"; else as the path ends.
            names: What to call the columns of enrichments, by their ids; else by their titles or descriptions.

        Raises:
            OSError: the file cannot be written, for example because its folder does not exist.
            ValueError: the format cannot be told or has no columns to name, or an id in `names` is no enrichment's.
            PagingError: the list does not end.
        """
        with open_export(path, format, names) as export:
            if export.format == "csv":
                export.write_header(await api.websets.AsyncWebsets(self._send).get(webset, **without_body(options)))
            unseen = UnseenItems()
            for _ in range(PASSES):
                async with aclosing(read_unseen_pages(self, webset, unseen, options)) as pages:
                    async for items in pages:
                        await in_thread(export.write_items, items)
            await in_thread(export.finish)
        return len(unseen)

    async def rows(
        self,
        webset: str,
        /,
        names: Mapping[str, str] | None = None,
        *,
        references: bool = False,
        reasoning: bool = False,
        **options: Unpack[api.RequestOptions],
    ) -> AsyncGenerator[Row]:
        """Yield each item of a Webset as a flat dictionary, with the columns that `export` writes to CSV.

        One value stands as it is, a number as a number if its format says so, several are a list, and None stands
        for what has not come. `pandas.DataFrame(client.items.rows(id))` is a table.

        Args:
            webset: The Webset's id or externalId.
            names: What to call the columns of enrichments, by their ids; else by their titles or descriptions.
            references: Whether to add the addresses that each answer rests on, in columns "… references".
            reasoning: Whether to add why each answer was given, in columns "… reasoning".

        Raises:
            ValueError: an id in `names` is no enrichment's.
        """
        seen = await api.websets.AsyncWebsets(self._send).get(webset, **without_body(options))
        columns, unseen = column_names(seen.enrichments, names), UnseenItems()
        for _ in range(PASSES):
            async with aclosing(read_unseen_pages(self, webset, unseen, options)) as pages:
                async for items in pages:
                    for item in items:
                        yield row_for_programs(item, columns, references=references, reasoning=reasoning)

    def follow(
        self,
        webset: str,
        /,
        *,
        until: Until = None,
        updates: bool = False,
        on_snapshot: OnLook = None,
        **options: Unpack[api.RequestOptions],
    ) -> AsyncGenerator[models.WebsetItem]:
        """Yield each item of a Webset once, as it is found, until nothing in it runs or a stop rule has canceled it.

        It looks as often as `watch` does, and reads new pages only. A reader who leaves early stops nothing.

        Args:
            webset: The Webset's id or externalId.
            until: A stop rule, as for `websets.watch`.
            updates: Whether to yield an item again when one of its results has come; this reads all pages at a look.
            on_snapshot: Called with the snapshot of each look, the last one of which has the reason of a stop rule.

        Raises:
            WebsetTimeoutError: a rule fired, and a minute of canceling did not show that the Webset stopped.
        """
        seen = watch(self._transport, webset, until=until, every_look=True)
        return follow_items(self, webset, seen, updates=updates, on_snapshot=on_snapshot, options=options)


async def read_unseen_pages(
    items: api.items.AsyncItems, webset: str, unseen: UnseenItems, options: api.RequestOptions
) -> AsyncGenerator[list[models.WebsetItem]]:
    """Yield the unseen items of each page of one pass over the list."""
    cursor: str | types.Unset | None = types.UNSET
    while cursor is not None:
        page = await items.list(webset, cursor=cursor, limit=PAGE_SIZE, **options)
        found = unseen.unseen_in(page)
        yield found
        cursor = unseen.next_cursor(page, len(found))


async def follow_items(
    items: api.items.AsyncItems,
    webset: str,
    snapshots: AsyncGenerator[Snapshot],
    *,
    updates: bool,
    on_snapshot: OnLook = None,
    options: api.RequestOptions,
) -> AsyncGenerator[models.WebsetItem]:
    """Yield the items that are unseen at each snapshot of a watch; see `items.follow`."""
    unseen = UnseenItems(updates)
    async with aclosing(snapshots):
        async for snapshot in snapshots:
            if on_snapshot is not None:
                on_snapshot(snapshot)
            async with aclosing(read_unseen_pages(items, webset, unseen, options)) as pages:
                async for page in pages:
                    for item in page:
                        yield item
