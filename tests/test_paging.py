"""Lists that come in pages, read to their end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from calling import Caller
from exa_websets import PagingError
from examples import DOCUMENTED_CANCEL

Pages = dict[str | None, tuple[int, str | None, bool]]


def service(pages: Pages, seen: list[str | None]) -> Callable[..., Any]:
    """Answer each cursor with so many Websets, a next cursor and a word on whether more follow."""

    def handler(request: httpx.Request) -> httpx.Response:
        cursor = request.url.params.get("cursor")
        seen.append(cursor)
        count, next_cursor, has_more = pages[cursor]
        data = [{**DOCUMENTED_CANCEL, "id": f"{cursor}-{n}"} for n in range(count)]
        return httpx.Response(200, json={"data": data, "hasMore": has_more, "nextCursor": next_cursor})

    return handler


def test_all_pages_are_read_in_order(call: Caller) -> None:
    """`list_all` follows the cursors and yields each element once; an empty page in between is no end."""
    seen: list[str | None] = []
    handler = service({None: (2, "a", True), "a": (0, "b", True), "b": (1, None, False)}, seen)
    ids = [webset.id for webset in call.collect(lambda client: client.websets.list_all(limit=2), handler=handler)]

    assert ids == ["None-0", "None-1", "b-0"]
    assert seen == [None, "a", "b"]


@pytest.mark.parametrize("has_more", [True, False])
def test_the_cursor_decides_and_has_more_does_not(call: Caller, has_more: bool) -> None:
    """A complete list with `hasMore: true` and no cursor was recorded: it ends quietly."""
    seen: list[str | None] = []
    handler = service({None: (1, "a", False), "a": (1, None, has_more)}, seen)

    assert len(call.collect(lambda client: client.websets.list_all(), handler=handler)) == 2


@pytest.mark.parametrize("next_of_b", ["a", "b"])
def test_a_repeated_cursor_ends_with_an_error(call: Caller, next_of_b: str) -> None:
    """A list that would never end raises instead of reading on, after the pages it did read."""
    seen: list[str | None] = []
    pages: Pages = {None: (1, "a", True), "a": (1, "b", True), "b": (1, next_of_b, True)}

    with pytest.raises(PagingError, match=f"the cursor '{next_of_b}' twice"):
        call.collect(lambda client: client.websets.list_all(), handler=service(pages, seen))
    assert seen == [None, "a", "b"]


def test_pages_are_read_only_when_needed(call: Caller) -> None:
    """Whoever stops early has asked for no page too many, and options of the call go with every page."""
    seen: list[str | None] = []
    handler = service({None: (2, "a", True), "a": (2, "b", True)}, seen)

    def first_three(client: Any) -> Any:
        websets = client.websets.list_all(extra_query={"search": "tea"})
        if call.kind == "sync":
            return [next(websets).id for _ in range(3)]

        async def read() -> list[str]:
            ids = [(await anext(websets)).id for _ in range(3)]
            await websets.aclose()
            return ids

        return read()

    assert call(first_three, handler=handler) == ["None-0", "None-1", "a-0"]
    assert seen == [None, "a"]
