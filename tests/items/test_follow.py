"""`items.follow` yields each item once, until the Webset ends or a rule cancels it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
from exa_websets import (
    AuthenticationError,
    InternalServerError,
    NotFoundError,
    Snapshot,
    WebsetsClient,
    deadline,
    found,
)
from exa_websets.emulator import Emulator
from exa_websets.models import WebsetItem
from support.caller import Caller, SteppedTime
from support.emulator_calls import create, get
from support.guarded import ID
from support.item_pages import WEBSET, ItemPages, item, result
from support.paid_webset import PaidWebset

pytestmark = pytest.mark.trio

COUNT = 110
MANY = {"search": {"query": "makers of tea", "count": COUNT}}
ASKED = {"search": {"query": "makers of tea", "count": 3}, "enrichments": [{"description": "Who leads it?"}]}


def follow(call: Caller, emulator: Emulator, id: str, **arguments: Any) -> list[Any]:
    return call.collect(
        lambda client: client.items.follow(id, **arguments),
        base_url=emulator.base_url,
        now=emulator.now,
        sleep=emulator.advance,
    )


def listed(http: httpx.Client, id: str) -> list[str]:
    ids: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = http.get(f"/v0/websets/{id}/items", params={"limit": 100, **cursor}).json()
        ids += [item["id"] for item in page["data"]]
        if page["nextCursor"] is None:
            return ids
        cursor = {"cursor": page["nextCursor"]}


def test_each_item_once_until_the_end(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """All items are yielded exactly once, and no page without new items is read again."""
    id = create(http, MANY)
    ids = [item.id for item in follow(call, websets_emulator, id)]

    assert len(ids) == len({*ids}) == COUNT
    assert sorted(ids) == sorted(listed(http, id))
    pages = [request for request in websets_emulator.requests if request.path.endswith("/items")]
    looks = [request for request in pages if "cursor" not in request.query]
    assert len(pages) - len(looks) <= 5


def test_items_are_yielded_while_the_webset_runs(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """The first items are yielded before the Webset has ended."""
    id = create(http, MANY)
    status: list[str] = []

    def step(seconds: float) -> None:
        websets_emulator.advance(seconds)
        status.append(get(http, id)["status"])

    def act(client: Any) -> Any:
        return client.items.follow(id, until=found(3, finish_enrichments=False))

    items = call.collect(act, base_url=websets_emulator.base_url, now=websets_emulator.now, sleep=step)
    assert 3 <= len(items) < COUNT
    assert {*status} == {"running"}
    assert get(http, id)["status"] == "idle"


def test_items_are_yielded_after_a_rule_has_canceled(
    call: Caller, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """After the cancel the list is read once more, so that no item that was paid for is missing."""
    id = create(http, MANY)
    ids = [item.id for item in follow(call, websets_emulator, id, until=found(20))]
    assert sorted(ids) == sorted(listed(http, id))


def test_updates_are_yielded_again(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """With `updates` an item is yielded again when an enrichment result has arrived; the last one is complete."""
    id = create(http, ASKED)
    items = follow(call, websets_emulator, id, updates=True)
    last = {item.id: item for item in items}

    assert len(items) > len(last) == 3
    assert all(item.enrichments[0].result for item in last.values())
    assert len(follow(call, websets_emulator, id)) == 3


def test_an_unknown_webset(call: Caller, websets_emulator: Emulator) -> None:
    """An unknown id raises an error at the first poll."""
    with pytest.raises(NotFoundError):
        follow(call, websets_emulator, "nobody")


@pytest.mark.parametrize("until", [found(9), deadline(hours=9)], ids=["found", "deadline"])
@pytest.mark.parametrize("fault", [401, 503, KeyboardInterrupt()], ids=repr)
def test_a_page_that_cannot_be_read(fault: Any, until: Any, call: Caller) -> None:
    """An error says that the Webset is no longer watched; an interruption does not need to."""
    service = PaidWebset(faults={"items": [fault]})
    with pytest.raises((AuthenticationError, InternalServerError, KeyboardInterrupt)) as caught:
        call.collect(lambda client: client.items.follow(ID, until=until), handler=service.handler, verbatim=True)
    notes = [note for note in getattr(caught.value, "__notes__", ()) if "no longer watched" in note]
    assert len(notes) == isinstance(fault, int)


def test_leaving_the_loop_does_not_cancel(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A Webset keeps running when its reader leaves the loop, as with `watch`."""
    id = create(http, MANY)
    websets_emulator.advance(60)

    def act(client: Any) -> Any:
        return next(client.items.follow(id)).id

    assert Caller("sync")(act, base_url=websets_emulator.base_url) in listed(http, id)
    assert get(http, id)["status"] == "running"


def follow_items(client: Any, updates: bool, on_snapshot: Any) -> Any:
    return client.items.follow("ws", updates=updates, on_snapshot=on_snapshot)


def items_of_a_run(client: Any, updates: bool, on_snapshot: Any) -> Any:
    def read() -> Iterator[Any]:
        with client.websets.run({}) as run:
            yield from run.items(updates=updates, on_snapshot=on_snapshot)

    async def read_async() -> AsyncIterator[Any]:
        async with client.websets.run({}) as run:
            async for item in run.items(updates=updates, on_snapshot=on_snapshot):
                yield item

    return read() if isinstance(client, WebsetsClient) else read_async()


@pytest.mark.parametrize("read", [follow_items, items_of_a_run])
def test_updates_behind_an_unchanged_first_page(call: Caller, read: Callable[..., Any]) -> None:
    """The result of an item on the last page comes at the next poll, although the Webset looks as it did before."""
    service, phases = ItemPages([item(f"item_{number}") for number in range(5)]), list[str]()
    polls = 0

    def on_snapshot(snapshot: Snapshot) -> None:
        phases.append(snapshot.phase)
        results = [(), (result("e1", status="pending"),), (result("e1", "tea"),)][len(phases) - 1]
        service.items[4] = item("item_4", *results)

    def handler(request: httpx.Request) -> httpx.Response:
        nonlocal polls
        if request.url.path.endswith("/items"):
            return service(request)
        polls += request.method == "GET"
        status = "running" if polls < 3 else "idle"
        return httpx.Response(200, json={**WEBSET, "id": "ws", "status": status, "monitors": []})

    time = SteppedTime()
    items: list[WebsetItem] = call.collect(
        lambda client: read(client, True, on_snapshot), handler=handler, now=time.now, sleep=time.sleep
    )

    assert phases == ["running", "running", "ended"]
    statuses = [[result.status for result in item.enrichments or []] for item in items if item.id == "item_4"]
    assert statuses == [[], ["pending"], ["completed"]]
    assert len(items) == 7
