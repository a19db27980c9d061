"""A service with one Webset that can be created, looked up and canceled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
from attrs import define, field
from support.answers import about, segments_of
from support.recordings import DOCUMENTED_CANCEL

WEBSET: dict[str, Any] = {**DOCUMENTED_CANCEL, "searches": [], "enrichments": [], "monitors": []}


@define
class OneWebset:
    """A service with one Webset, ws_1, which has an id and an externalId."""

    name: str | None = None
    status: str = "idle"
    requests: list[str] = field(factory=list[str])
    """The requests so far."""
    sees: Callable[[httpx.Request], object] = lambda _: None
    """Called with each request after its effect."""

    def after_the_create(self, act: Callable[[], None]) -> Callable[[object], None]:
        """Return a hook that calls a function as long as only a create was received."""

        def hook(_: object) -> None:
            if self.requests == ["create"]:
                act()

        return hook

    def __call__(self, request: httpx.Request) -> httpx.Response:
        kind = "cancel" if request.url.path.endswith("/cancel") else "create" if request.method == "POST" else "get"
        self.requests.append(kind)
        if kind == "create":
            self.status, self.name = "running", about(request, {**WEBSET, "externalId": None})["externalId"]
        elif segments_of(request)[-1] not in ("ws_1", self.name):
            return httpx.Response(404, json={"message": "Webset not found"})
        elif kind == "cancel":
            self.status = "idle"
        self.sees(request)
        drift = {f"new at a {kind}": 1}
        document: dict[str, Any] = {**WEBSET, **drift, "id": "ws_1", "externalId": self.name, "status": self.status}
        return httpx.Response(200, json=document)
