"""The emulator keeps only the newest requests, and only what it needs of them."""

from __future__ import annotations

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.emulator_calls import TEA, create
from support.emulator_http import emulator_client


@pytest.mark.parametrize("keep", [0, 1, 5])
def test_the_newest_requests_are_kept(keep: int) -> None:
    """Older requests are dropped, whether they were answered, rejected or affected by a fault."""
    with Emulator(keep_requests=keep) as emulator, emulator_client(emulator) as http:
        emulator.fail(503, path="/v0/websets/2")
        for number in range(9):
            http.get(f"/v0/websets/{number}")
        paths = [request.path for request in emulator.requests]

    assert paths == [f"/v0/websets/{number}" for number in range(9)][9 - keep :]


def test_ten_thousand_requests_are_kept_by_default(websets_emulator: Emulator, http: httpx.Client) -> None:
    """By default a test can see its last 10,000 requests."""
    for _ in range(300):
        http.get("/v0/websets")
    assert len(websets_emulator.requests) == 300


def test_equal_headers_take_memory_once(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Equal headers share memory, because most requests of a client have the same."""
    for _ in range(50):
        http.get("/v0/websets")
    assert len({id(request.headers) for request in websets_emulator.requests}) == 1


def test_a_negative_number_is_rejected() -> None:
    """A negative number of requests is a ValueError."""
    with pytest.raises(ValueError, match="keep_requests is -1; it must be 0 or more"):
        Emulator(keep_requests=-1)


def test_the_newest_events_are_kept(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Only the newest 20,000 events are kept, and those are listed and found as before."""

    def events(**params: str) -> list[dict[str, str]]:
        page = http.get("/v0/events", params={"limit": 100, **params}).json()
        return list(page["data"])

    first = create(http, TEA)
    oldest = events()[-1]["id"]
    http.post(f"/v0/websets/{first}/cancel")
    create(http, {"search": {"query": "makers of tea", "count": 10**9}})
    for _ in range(2):  # each step of the clock adds 10,000 events, 3 ms apart
        websets_emulator.advance(3 * 10_000)
        assert len(events()) == 100
        assert (http.get(f"/v0/events/{oldest}").status_code == 200) == (websets_emulator.now() < 40_000)
    kept = events(createdBefore="2026-01-01T08:19:30.030Z")

    assert [event["createdAt"] for event in kept] == [f"2026-01-01T08:19:30.{ms:03}Z" for ms in range(29, 0, -3)]
    assert {event["type"] for event in kept} == {"webset.item.created"}
    assert http.get(f"/v0/events/{kept[-1]['id']}").status_code == 200
