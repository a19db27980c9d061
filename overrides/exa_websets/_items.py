"""The resource `items` with its helper: to keep what was found in a file."""

from __future__ import annotations

import builtins
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing
from typing import Unpack

import anyio.to_thread

from ._export import LOOKS, Format, PathLike, open_export
from ._generated import api, models, types
from ._new_items import PAGE_SIZE, NewItems
from ._requests import without_body


class Items(api.items.Items):
    """The operations of `items`, and what takes more than one of them."""

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
                export.begin(api.websets.Websets(self._send).get(webset, **without_body(options)))
            new = NewItems()
            for _ in range(LOOKS):
                for items in self._look(webset, new, options):
                    export.write(items)
            export.finish()
        return len(new)

    def _look(
        self, webset: str, new: NewItems, options: api.RequestOptions
    ) -> Iterator[builtins.list[models.WebsetItem]]:
        cursor: str | types.Unset | None = types.UNSET
        while cursor is not None:
            page = self.list(webset, cursor=cursor, limit=PAGE_SIZE, **options)
            items = new.take(page)
            yield items
            cursor = new.next(page, len(items))


class AsyncItems(api.items.AsyncItems):
    """The operations of `items`, and what takes more than one of them."""

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
                export.begin(await api.websets.AsyncWebsets(self._send).get(webset, **without_body(options)))
            new = NewItems()
            for _ in range(LOOKS):
                async with aclosing(self._look(webset, new, options)) as pages:
                    async for items in pages:
                        await anyio.to_thread.run_sync(export.write, items)
            await anyio.to_thread.run_sync(export.finish)
        return len(new)

    async def _look(
        self, webset: str, new: NewItems, options: api.RequestOptions
    ) -> AsyncGenerator[builtins.list[models.WebsetItem]]:
        cursor: str | types.Unset | None = types.UNSET
        while cursor is not None:
            page = await self.list(webset, cursor=cursor, limit=PAGE_SIZE, **options)
            items = new.take(page)
            yield items
            cursor = new.next(page, len(items))
