"""Calls to the emulator with a plain HTTP client."""

from __future__ import annotations

from typing import Any, get_args

import httpx
from exa_websets.pydantic import EventType

TEA: dict[str, Any] = {"search": {"query": "makers of tea", "count": 1}}
FILE = b"name,url\nAmber,https://amber.example\nBirch,https://birch.example\n"
EVENT_TYPES: list[str] = [*get_args(EventType.__value__)]


def create(http: httpx.Client, body: dict[str, Any], **more: Any) -> str:
    """Create a Webset, with additional fields in its body, and return its id."""
    response = http.post("/v0/websets", json={**body, **more})
    assert response.status_code == 201
    id: str = response.json()["id"]
    return id


def get(http: httpx.Client, id: str, **query: str) -> Any:
    """Read a Webset."""
    response = http.get(f"/v0/websets/{id}", params=query)
    assert response.status_code == 200
    return response.json()


def cancel(http: httpx.Client, id: str) -> Any:
    """Cancel a Webset."""
    response = http.post(f"/v0/websets/{id}/cancel")
    assert response.status_code == 200
    return response.json()


def asked(webset: str, cron: str = "0 9 * * *", timezone: str | None = None, **config: Any) -> dict[str, Any]:
    """Return the body that creates a monitor."""
    cadence = {"cron": cron} if timezone is None else {"cron": cron, "timezone": timezone}
    return {
        "websetId": webset,
        "cadence": cadence,
        "behavior": {"type": "search", "config": {"count": 1, **config}},
    }


def monitor(http: httpx.Client, webset: str, cron: str = "0 9 * * *", **more: Any) -> Any:
    """Create a monitor."""
    response = http.post("/v0/monitors", json=asked(webset, cron, **more))
    assert response.status_code == 201
    return response.json()


def webhook(http: httpx.Client, url: str, *events: str) -> Any:
    """Create a webhook for events of these types, by default of all types."""
    response = http.post("/v0/webhooks", json={"url": url, "events": [*events] or EVENT_TYPES})
    assert response.status_code == 200
    return response.json()
