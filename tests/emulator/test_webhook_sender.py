"""The emulator's webhook sender always stops, and no URL makes it fail."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.emulator_calls import TEA, create, webhook
from support.internals import new_webhook_sender


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_cancel_together_with_a_wake(turns: int) -> None:
    """A cancel ends the webhook sender even if it is woken at the same moment."""

    async def main() -> bool:
        sender = new_webhook_sender()
        task = asyncio.create_task(sender.run())
        await asyncio.sleep(0.02)
        sender.wake()
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        ended, _ = await asyncio.wait([task], timeout=5)
        return bool(ended)

    assert asyncio.run(main())


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "https://localhost:1", "http://[::1]:1"])
def test_any_address(url: str, websets_emulator: Emulator, http: httpx.Client) -> None:
    """A URL without a receiver is a failed attempt, and the emulator continues."""
    id = webhook(http, url)["id"]
    create(http, TEA)
    websets_emulator.settle()
    (attempt, *_) = http.get(f"/v0/webhooks/{id}/attempts").json()["data"]

    assert (attempt["successful"], attempt["responseStatusCode"], attempt["responseBody"]) == (False, 0, None)
