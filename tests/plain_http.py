"""The calls of the emulator's own tests, over a plain HTTP client."""

from __future__ import annotations

from typing import Any

import httpx

TEA: dict[str, Any] = {"search": {"query": "makers of tea", "count": 1}}


def create(http: httpx.Client, body: dict[str, Any], **more: Any) -> str:
    """Create a Webset, with further fields beside those of the body, and give its id."""
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
