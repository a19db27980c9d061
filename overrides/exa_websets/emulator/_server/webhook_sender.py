"""Delivers events to webhooks, in the event loop of the server."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import json
import logging

import httpx

from ...webhooks import sign
from .._actions.catch_up import catch_up
from .._actions.store import Store
from .._wire.document import to_document
from .._world.ids import WEBHOOK_ATTEMPT_PREFIX, IdGenerator
from .._world.webhook_records import Attempt, Delivery, Webhook

logger = logging.getLogger("exa_websets")

# The real seconds that an attempt may take, and between two checks of a running clock.
ATTEMPT_TIMEOUT = 5.0
POLL_INTERVAL = 0.05

# The number of webhooks that are served at the same time.
MAX_CONCURRENCY = 8
# The number of bytes that are kept of the body of a receiver's response.
MAX_BODY_SIZE = 4096


class WebhookSender:
    """Brings the store up to date and posts due events, when it is woken and while the clock runs.

    The events of one webhook are posted one after another, and only to receivers on loopback.
    """

    def __init__(self, store: Store, *, clock_runs: bool) -> None:
        self._store = store
        self._poll_interval = POLL_INTERVAL if clock_runs else None
        # A generator of its own, so that the ids of records do not depend on how fast receivers respond.
        self._ids = IdGenerator()
        self._busy: set[str] = set()
        self._semaphore = asyncio.Semaphore(MAX_CONCURRENCY)
        self._settled = asyncio.Event()

    async def run(self) -> None:
        """Post due events until canceled."""
        store = self._store
        # Each attempt opens a connection of its own, because a receiver may close an idle one at any time.
        limits = httpx.Limits(max_keepalive_connections=0)
        # Not verified, because a receiver on loopback has a self-signed certificate.
        client = httpx.AsyncClient(trust_env=False, timeout=ATTEMPT_TIMEOUT, limits=limits, verify=False)  # noqa: S501
        async with client, asyncio.TaskGroup() as group:
            while True:
                store.has_deliveries.clear()
                catch_up(store, store.clock.time)
                for webhook in store.webhooks:
                    if webhook.id not in self._busy and webhook.has_due(store.now):
                        self._busy.add(webhook.id)
                        group.create_task(self._deliver(webhook, client))
                if not self._busy:
                    self._settled.set()
                # Not wait_for: on Python 3.11 it loses a cancellation that arrives when the event is set.
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self._poll_interval):
                        await store.has_deliveries.wait()

    def wake(self) -> None:
        """Check for due events now."""
        self._store.has_deliveries.set()

    async def settle(self) -> None:
        """Wait until no event is due and no attempt is in progress."""
        self._settled.clear()
        self.wake()
        await self._settled.wait()

    async def _deliver(self, webhook: Webhook, client: httpx.AsyncClient) -> None:
        async with self._semaphore:
            while webhook.id in self._store.webhooks and (delivery := webhook.pop_due(self._store.clock.time)):
                if _is_loopback(webhook.url):
                    webhook.record_attempt(await self._attempt(delivery, webhook, client))
        self._busy.remove(webhook.id)
        self.wake()

    async def _attempt(self, delivery: Delivery, webhook: Webhook, client: httpx.AsyncClient) -> Attempt:
        now, url = self._store.clock.time, webhook.url
        status, response_headers, response_body = 0, dict[str, str](), None
        try:
            document = to_document(delivery.event.document())
            body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
            headers = {
                "content-type": "application/json",
                "user-agent": "Exa-Webhook/1.0",
                "exa-signature": sign(body, webhook.secret, timestamp=int(now.timestamp())),
            }
            async with (
                asyncio.timeout(ATTEMPT_TIMEOUT),
                client.stream("POST", url, content=body, headers=headers) as response,
            ):
                response_body = await _read_beginning(response)
                status, response_headers = response.status_code, dict(response.headers)
        except Exception as error:
            # A failed delivery must not stop the others.
            logger.debug("an event was not posted to %s: %r", url, error)
        attempt_id = WEBHOOK_ATTEMPT_PREFIX + self._ids.ulid(now)
        return Attempt(attempt_id, now, delivery, url, status, response_headers, response_body)


async def _read_beginning(response: httpx.Response) -> str:
    body = bytearray()
    async for part in response.aiter_bytes(MAX_BODY_SIZE):
        body += part
        if len(body) >= MAX_BODY_SIZE:
            break
    return body[:MAX_BODY_SIZE].decode(errors="replace")


def _is_loopback(url: str) -> bool:
    try:
        host = httpx.URL(url).host
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except (httpx.InvalidURL, ValueError):
        return False
