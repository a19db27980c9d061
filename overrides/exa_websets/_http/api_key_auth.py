"""Add the API key to a request."""

from __future__ import annotations

from collections.abc import Generator

import httpx

from .redaction import Secret


class ApiKeyAuth(httpx.Auth):
    """Adds the key just before a request is sent, so that no argument ever holds it."""

    def __init__(self, key: Secret) -> None:
        self._key = key

    def __repr__(self) -> str:
        return "<key>"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["x-api-key"] = self._key.reveal()
        yield request
