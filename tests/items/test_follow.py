"""`items.follow` yields each item once, until the Webset ends or a rule cancels it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from exa_websets import NotFoundError, found
from exa_websets.emulator import Emulator
from support.caller import Caller
from support.emulator_calls import create, get

pytestmark = pytest.mark.trio

MANY = {"search": {"query": "makers of tea", "count": 150}}
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

    assert len(ids) == len({*ids}) == 150
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
    assert 3 <= len(items) < 150
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


def test_leaving_the_loop_does_not_cancel(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A Webset keeps running when its reader leaves the loop, as with `watch`."""
    id = create(http, MANY)
    websets_emulator.advance(60)

    def act(client: Any) -> Any:
        return next(client.items.follow(id)).id

    assert Caller("sync")(act, base_url=websets_emulator.base_url) in listed(http, id)
    assert get(http, id)["status"] == "running"
