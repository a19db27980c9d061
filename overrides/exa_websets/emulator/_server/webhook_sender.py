"""The webhook sender: posts events to the webhooks that ask for them, in the loop of the server."""

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

# Seconds of real time: for one try, and between two looks at a clock that runs.
TIMEOUT = 5.0
LOOKING = 0.05

# So many webhooks are served at once.
AT_ONCE = 8
# So many bytes of an answer are kept.
KEPT = 4096


class WebhookSender:
    """Writes down what is due on the clock and posts it: when the store has news, and on its own while the clock runs.

    Each webhook gets its events one after the other. Only receivers on loopback get any.
    """

    def __init__(self, store: Store, *, clock_runs: bool) -> None:
        self._store = store
        self._pause = LOOKING if clock_runs else None
        # Apart, so that the ids of things do not hang on how fast receivers answer.
        self._ids = IdGenerator()
        self._busy: set[str] = set()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._quiet = asyncio.Event()

    async def run(self) -> None:
        """Work until canceled."""
        store = self._store
        # Each try has a connection of its own, which no receiver can have closed meanwhile.
        limits = httpx.Limits(max_keepalive_connections=0)
        # On loopback a receiver has a certificate of its own making.
        client = httpx.AsyncClient(trust_env=False, timeout=TIMEOUT, limits=limits, verify=False)  # noqa: S501
        async with client, asyncio.TaskGroup() as group:
            while True:
                store.has_deliveries.clear()
                catch_up(store, store.clock.time)
                for webhook in store.webhooks.values():
                    if webhook.id not in self._busy and webhook.has_due(store.now):
                        self._busy.add(webhook.id)
                        group.create_task(self._serve(webhook, client))
                if not self._busy:
                    self._quiet.set()
                # Not wait_for: with Python 3.11 it loses a cancel that comes together with the news.
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self._pause):
                        await store.has_deliveries.wait()

    def wake(self) -> None:
        """Have it look now."""
        self._store.has_deliveries.set()

    async def settled(self) -> None:
        """Wait until nothing is due any more."""
        self._quiet.clear()
        self.wake()
        await self._quiet.wait()

    async def _serve(self, webhook: Webhook, client: httpx.AsyncClient) -> None:
        async with self._room:
            while webhook.id in self._store.webhooks and (due := webhook.pop_due(self._store.clock.time)):
                if _is_loopback(webhook.url):
                    webhook.record_attempt(await self._post(due, webhook, client))
        self._busy.remove(webhook.id)
        self.wake()

    async def _post(self, delivery: Delivery, webhook: Webhook, client: httpx.AsyncClient) -> Attempt:
        now, url = self._store.clock.time, webhook.url
        status, answered, answer = 0, dict[str, str](), None
        try:
            body = json.dumps(
                to_document(delivery.event.document()), ensure_ascii=False, separators=(",", ":")
            ).encode()
            headers = {
                "content-type": "application/json",
                "user-agent": "Exa-Webhook/1.0",
                "exa-signature": sign(body, webhook.secret, timestamp=int(now.timestamp())),
            }
            async with (
                asyncio.timeout(TIMEOUT),
                client.stream("POST", url, content=body, headers=headers) as response,
            ):
                answer = await _beginning(response)
                status, answered = response.status_code, dict(response.headers)
        except Exception as error:
            # Whatever goes wrong with one try: the others are still to be made.
            logger.debug("an event was not posted to %s: %r", url, error)
        return Attempt(WEBHOOK_ATTEMPT_PREFIX + self._ids.ulid(now), now, delivery, url, status, answered, answer)


async def _beginning(response: httpx.Response) -> str:
    body = bytearray()
    async for part in response.aiter_bytes(KEPT):
        body += part
        if len(body) >= KEPT:
            break
    return body[:KEPT].decode(errors="replace")


def _is_loopback(url: str) -> bool:
    try:
        host = httpx.URL(url).host
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except (httpx.InvalidURL, ValueError):
        return False
