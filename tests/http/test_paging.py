"""Lists are read to their last page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from exa_websets import PagingError
from exa_websets_generated import api, models
from support.archives import Account
from support.caller import Caller
from support.internals import TAGS
from support.lists import LISTS, list_all
from support.openapi_document import component
from support.operations import CALLS
from support.recordings import DOCUMENTED_CANCEL
from support.sample_answers import example

Pages = dict[str | None, tuple[int, str | None, bool]]


def service(pages: Pages, seen: list[str | None], element: Any = DOCUMENTED_CANCEL) -> Callable[..., Any]:
    """Answer each cursor with this many elements, a next cursor, and whether more follow."""

    def handler(request: httpx.Request) -> httpx.Response:
        cursor = request.url.params.get("cursor")
        seen.append(cursor)
        count, next_cursor, has_more = pages[cursor]
        data = [{**element, "id": f"{cursor}-{n}"} for n in range(count)]
        return httpx.Response(200, json={"data": data, "hasMore": has_more, "nextCursor": next_cursor})

    return handler


def test_every_list_pages() -> None:
    """Exactly the eight paged lists have `list_all`, in both clients."""
    for prefix in ("", "Async"):
        names = {tag: prefix + "".join(word.capitalize() for word in tag.split("_")) for tag in TAGS}
        paged = {tag for tag, name in names.items() if hasattr(getattr(getattr(api, tag), name), "list_all")}
        assert paged == {CALLS[operation][0].partition(".")[0] for operation in LISTS}
        assert len(paged) == 8


@pytest.mark.parametrize("operation", LISTS)
def test_every_list_is_read_to_its_end(call: Caller, operation: str) -> None:
    """`list_all` of every list reads all pages in order, with the same filters."""
    seen: list[httpx.Request] = []
    answer = service(
        {None: (2, "a", True), "a": (0, "b/ü", True), "b/ü": (1, None, True)}, [], example(component(LISTS[operation]))
    )

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        response: httpx.Response = answer(request)
        return response

    elements = call.collect(list_all(operation, extra_query={"new": "x"}), handler=handler)
    first, *others = [request.url for request in seen]

    assert [element.id for element in elements] == ["None-0", "None-1", "b/ü-0"]
    assert {type(element) for element in elements} == {getattr(models, LISTS[operation])}
    assert [url.params.get("cursor") for url in (first, *others)] == [None, "a", "b/ü"]
    assert {url.copy_remove_param("cursor") for url in others} == {first}
    assert len(first.params.keys()) == len(CALLS[operation][2])  # without the cursor, with the new one


@pytest.mark.parametrize("operation", LISTS)
def test_every_list_that_repeats_a_cursor_ends_with_an_error(call: Caller, operation: str) -> None:
    """`list_all` of every list raises PagingError for a repeated cursor."""
    seen: list[str | None] = []
    pages: Pages = {None: (1, "a", True), "a": (1, "a", False)}

    with pytest.raises(PagingError, match="the cursor 'a' twice"):
        call.collect(list_all(operation), handler=service(pages, seen, example(component(LISTS[operation]))))
    assert seen == [None, "a"]


def test_all_pages_are_read_in_order(call: Caller) -> None:
    """`list_all` follows the cursors and yields each element once; an empty page does not end the list."""
    seen: list[str | None] = []
    handler = service({None: (2, "a", True), "a": (0, "b", True), "b": (1, None, False)}, seen)
    ids = [webset.id for webset in call.collect(lambda client: client.websets.list_all(limit=2), handler=handler)]

    assert ids == ["None-0", "None-1", "b-0"]
    assert seen == [None, "a", "b"]


@pytest.mark.parametrize("has_more", [True, False])
def test_the_cursor_decides_and_has_more_does_not(call: Caller, has_more: bool) -> None:
    """A list with `hasMore: true` but no cursor, as recorded, ends without an error."""
    seen: list[str | None] = []
    handler = service({None: (1, "a", False), "a": (1, None, has_more)}, seen)

    assert len(call.collect(lambda client: client.websets.list_all(), handler=handler)) == 2


@pytest.mark.parametrize("next_of_b", ["a", "b"])
def test_a_repeated_cursor_ends_with_an_error(call: Caller, next_of_b: str) -> None:
    """A repeated cursor raises PagingError after the elements of the pages before it."""
    seen: list[str | None] = []
    pages: Pages = {None: (1, "a", True), "a": (1, "b", True), "b": (1, next_of_b, True)}

    with pytest.raises(PagingError, match=f"the cursor '{next_of_b}' twice"):
        call.collect(lambda client: client.websets.list_all(), handler=service(pages, seen))
    assert seen == [None, "a", "b"]


@pytest.mark.parametrize("operation", LISTS)
def test_pages_are_read_only_when_needed(call: Caller, operation: str) -> None:
    """No page is requested before its first element is needed."""
    seen: list[str | None] = []
    handler = service({None: (2, "a", True), "a": (2, "b", True)}, seen, example(component(LISTS[operation])))

    def first_three(client: Any) -> Any:
        elements = list_all(operation)(client)
        assert seen == []
        if call.kind == "sync":
            return [next(elements).id for _ in range(3)]

        async def read() -> list[str]:
            ids = [(await anext(elements)).id for _ in range(3)]
            await elements.aclose()
            return ids

        return read()

    assert call(first_three, handler=handler) == ["None-0", "None-1", "a-0"]
    assert seen == [None, "a"]


HELPERS: dict[str, Callable[[Any, Path], Any]] = {
    "active": lambda client, _: client.websets.active(),
    "cancel_all": lambda client, _: client.websets.cancel_all(everything=True, dry_run=True),
    "export": lambda client, folder: client.items.export("webset_0", folder / "items.jsonl"),
}


@pytest.mark.parametrize("helper", HELPERS.values(), ids=HELPERS)
def test_helpers_ask_for_a_hundred_at_a_time(call: Caller, helper: Callable[[Any, Path], Any], tmp_path: Path) -> None:
    """No helper reads a list in smaller pages than the service allows."""
    sizes: list[str | None] = []

    def on_request(request: httpx.Request) -> None:
        if request.url.path.endswith(("/websets", "/items")):
            sizes.append(request.url.params.get("limit"))

    call(lambda client: helper(client, tmp_path), handler=Account({"webset_0": 150}, on_request=on_request))
    assert {*sizes} == {"100"}
