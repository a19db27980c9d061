"""Deliveries of webhooks: events reach a receiver on loopback, signed and in order."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from exa_websets import WebhookVerificationError, webhooks
from exa_websets.emulator import Emulator
from support.emulator_calls import TEA, cancel, create, webhook
from support.emulator_http import emulator_client
from support.webhook_receiver import Receiver, receiver

ELSEWHERE = "https://hooks.example.com/exa"


@pytest.fixture
def received() -> Iterator[Receiver]:
    """A receiver on loopback."""
    with receiver() as state:
        yield state


def attempts(http: httpx.Client, id: str, **query: Any) -> list[Any]:
    """Return the attempts of a webhook, the newest first."""
    response = http.get(f"/v0/webhooks/{id}/attempts", params=query)
    assert response.status_code == 200
    data: list[Any] = response.json()["data"]
    return data


def test_events_are_posted(websets_emulator: Emulator, http: httpx.Client, received: Receiver) -> None:
    """Each event of the selected types is posted once, in order, as the list of events shows it."""
    webhook(http, f"{received.url}/hook?a=b", "webset.created", "webset.item.created", "webset.idle")
    create(http, {"search": {"query": "makers of tea", "count": 2}})
    websets_emulator.advance(60)
    websets_emulator.settle()

    assert received.types == ["webset.created", "webset.item.created", "webset.item.created", "webset.idle"]
    listed = {event["id"]: event for event in http.get("/v0/events").json()["data"]}
    for posted in received.posted:
        assert posted.path == "/hook?a=b"
        assert posted.headers["content-type"] == "application/json"
        assert posted.headers["user-agent"] == "Exa-Webhook/1.0"
        assert posted.event == listed[posted.event["id"]]


def test_the_signature_is_verified(received: Receiver) -> None:
    """A receiver needs only the secret to verify an event, and another secret is rejected."""
    with (
        Emulator(start=datetime.now(UTC)) as emulator,
        emulator_client(emulator) as http,
    ):
        secret = webhook(http, received.url, "webset.idle")["secret"]
        id = create(http, TEA)
        emulator.advance(60)
        emulator.settle()
    (posted,) = received.posted
    event = webhooks.verify(posted.body, posted.headers["exa-signature"], secret)

    assert webhooks.webset_id(event) == id
    with pytest.raises(WebhookVerificationError):
        webhooks.verify(posted.body, posted.headers["exa-signature"], "whsec_another")


def test_the_signature_has_the_time_of_the_clock(
    websets_emulator: Emulator, http: httpx.Client, received: Receiver
) -> None:
    """The time of the signature is the emulator's time when the event was sent."""
    webhook(http, received.url, "webset.idle")
    create(http, TEA)
    websets_emulator.advance(100)
    websets_emulator.settle()

    expected = int(datetime(2026, 1, 1, 0, 1, 40, tzinfo=UTC).timestamp())
    assert received.posted[0].headers["exa-signature"].startswith(f"t={expected},v1=")


def test_a_delivery_is_an_attempt(websets_emulator: Emulator, http: httpx.Client, received: Receiver) -> None:
    """The list of attempts has the answer of the receiver."""
    id = webhook(http, received.url, "webset.created")["id"]
    create(http, TEA)
    websets_emulator.settle()
    (attempt,) = attempts(http, id)

    assert attempt["responseHeaders"].pop("x-receiver") == "tests"
    assert attempt == {
        "id": attempt["id"],
        "object": "webhook_attempt",
        "eventId": received.posted[0].event["id"],
        "eventType": "webset.created",
        "webhookId": id,
        "url": received.url,
        "successful": True,
        "responseHeaders": attempt["responseHeaders"],
        "responseBody": "thanks",
        "responseStatusCode": 200,
        "attempt": 1,
        "attemptedAt": "2026-01-01T00:00:00.000Z",
    }


def test_a_failed_delivery_is_retried(websets_emulator: Emulator, http: httpx.Client, received: Receiver) -> None:
    """The event is posted again after 5, 60 and 600 s of the clock, until the receiver accepts it."""
    received.statuses = [500, 302, 404]
    id = webhook(http, received.url, "webset.created")["id"]
    create(http, TEA)
    counts: list[int] = []
    for seconds in (0, 4.9, 0.1, 59, 1, 599, 1, 10_000):
        websets_emulator.advance(seconds)
        websets_emulator.settle()
        counts.append(len(received.posted))

    assert counts == [1, 1, 2, 2, 3, 3, 4, 4]
    assert len({posted.event["id"] for posted in received.posted}) == 1
    assert {posted.path for posted in received.posted} == {"/"}
    assert [
        (attempt["attempt"], attempt["responseStatusCode"], attempt["successful"]) for attempt in attempts(http, id)
    ] == [(4, 200, True), (3, 404, False), (2, 302, False), (1, 500, False)]
    assert [attempt["attemptedAt"][11:19] for attempt in attempts(http, id)][::-1] == [
        "00:00:00",
        "00:00:05",
        "00:01:05",
        "00:11:05",
    ]


def test_a_delivery_ends_after_four_attempts(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Without a receiver the attempts have no status and no body, and other events are still posted."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    id = webhook(http, f"http://localhost:{port}", "webset.created", "webset.deleted")["id"]
    http.delete(f"/v0/websets/{create(http, TEA)}")
    for _ in range(6):
        websets_emulator.settle()
        websets_emulator.advance(700)
    made = attempts(http, id, limit=200)

    assert [attempt["attempt"] for attempt in made if attempt["eventType"] == "webset.created"] == [4, 3, 2, 1]
    assert [attempt["attempt"] for attempt in made if attempt["eventType"] == "webset.deleted"] == [4, 3, 2, 1]
    assert {(attempt["responseStatusCode"], attempt["responseBody"]) for attempt in made} == {(0, None)}


def test_attempts_are_filtered_and_paged(websets_emulator: Emulator, http: httpx.Client, received: Receiver) -> None:
    """Attempts can be filtered by event type and success, and are listed newest first."""
    received.statuses = [500]
    id = webhook(http, received.url)["id"]
    create(http, TEA)
    websets_emulator.settle()
    websets_emulator.advance(60)
    websets_emulator.settle()
    every = attempts(http, id)

    assert [attempt["eventType"] for attempt in every][::-1] == [*received.types]
    assert every[0]["attempt"] == 1
    assert [attempt["eventType"] for attempt in attempts(http, id, successful="false")] == ["webset.created"]
    assert len(attempts(http, id, successful="true")) == len(every) - 1
    assert len(attempts(http, id, eventType="webset.item.created")) == 1
    first = http.get(f"/v0/webhooks/{id}/attempts", params={"limit": 2}).json()
    assert first["data"] == every[:2]
    assert attempts(http, id, cursor=first["nextCursor"]) == every[2:]


def test_a_long_answer_is_truncated(websets_emulator: Emulator, http: httpx.Client, received: Receiver) -> None:
    """Only the first 4,096 characters of the receiver's answer are kept."""
    received.body = b"x" * 1_000_000
    id = webhook(http, received.url, "webset.created")["id"]
    create(http, TEA)
    websets_emulator.settle()

    assert attempts(http, id)[0]["responseBody"] == "x" * 4096


@pytest.mark.parametrize("change", ["delete", "events", "elsewhere"])
def test_webhooks_that_receive_nothing(
    change: str, websets_emulator: Emulator, http: httpx.Client, received: Receiver
) -> None:
    """Nothing is posted to a deleted webhook, to one for other event types, or to another host."""
    url = f"http://hooks.example.com:{received.url.rpartition(':')[2]}" if change == "elsewhere" else received.url
    id = webhook(http, url, "webset.created", "webset.idle")["id"]
    if change == "delete":
        http.delete(f"/v0/webhooks/{id}")
    elif change == "events":
        http.patch(f"/v0/webhooks/{id}", json={"events": ["webset.paused"]})
    create(http, TEA)
    websets_emulator.advance(60)
    websets_emulator.settle()

    assert received.posted == []
    assert change == "delete" or attempts(http, id) == []


def test_two_webhooks(websets_emulator: Emulator, http: httpx.Client, received: Receiver) -> None:
    """Each webhook receives each event once, signed with its own secret."""
    secrets = {name: webhook(http, f"{received.url}/{name}", "webset.idle")["secret"] for name in ("one", "two")}
    cancel(http, create(http, TEA))
    websets_emulator.settle()

    assert sorted(posted.path for posted in received.posted) == ["/one", "/two"]
    for posted in received.posted:
        secret = secrets[posted.path.removeprefix("/")]
        webhooks.verify(posted.body, posted.headers["exa-signature"], secret, tolerance=None)


def test_a_running_clock_posts_on_its_own(received: Receiver) -> None:
    """While the clock runs, events are posted when they are due, without any call."""
    with (
        Emulator(speed=200) as emulator,
        emulator_client(emulator) as http,
    ):
        webhook(http, received.url, "webset.idle")
        create(http, TEA)
        deadline = time.monotonic() + 10
        while not received.posted and time.monotonic() < deadline:
            time.sleep(0.01)

    assert received.types == ["webset.idle"]


def test_a_receiver_that_hangs(websets_emulator: Emulator, http: httpx.Client, received: Receiver) -> None:
    """A receiver that hangs delays neither answers, other webhooks nor the shutdown, and `settle` times out."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        webhook(http, f"http://127.0.0.1:{silent.getsockname()[1]}", "webset.created")
        webhook(http, received.url, "webset.created")
        create(http, TEA)
        with pytest.raises(TimeoutError, match=r"0\.2 s"):
            websets_emulator.settle(timeout=0.2)

        assert received.types == ["webset.created"]
        assert http.get("/v0/websets").status_code == 200
        before = time.monotonic()
        websets_emulator.__exit__(None, None, None)
        assert time.monotonic() - before < 4


def test_settle_without_a_server() -> None:
    """Outside its block an emulator cannot settle, and raises an error."""
    emulator = Emulator()
    with pytest.raises(RuntimeError, match="with"):
        emulator.settle()
    with emulator:
        emulator.settle()
    with pytest.raises(RuntimeError, match="stopped"):
        emulator.settle()
