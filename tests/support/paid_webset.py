"""A service with one Webset that costs credits while it runs, and that may be difficult to cancel."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import anyio
import httpx
from attrs import define, field
from support.recordings import recorded

STOPPED = recorded("websets_cancel_idle").answer
RUNNING = recorded("websets_get_running_progress").answer
NAME = "tea"
BODY: dict[str, Any] = {"search": {"query": "makers of tea"}, "externalId": NAME}

Fault = int | BaseException | Callable[[], object]
"""A status in place of the answer, an exception, or a function to call before the answer."""


@define(eq=False)
class PaidWebset:
    """Handles the requests of a mock transport: `handler` at once, `slow` in many steps of an event loop."""

    id: str = RUNNING["id"]
    exists: bool = True
    runs: bool = True
    faults: dict[str, list[Fault]] = field(factory=dict[str, list[Fault]])
    """The faults of the next requests of an operation; the last one repeats."""
    cancels_needed: int = 1
    """The number of accepted cancels after which nothing is running."""
    received: list[str] = field(factory=list[str])
    """The operations in the order of their requests."""
    answered: list[str] = field(factory=list[str])
    """The operations whose answer was not abandoned."""

    def handler(self, request: httpx.Request) -> httpx.Response:
        """Handle a request."""
        operation = _operation(request)
        self.received.append(operation)
        response = self._answer(operation, request)
        self.answered.append(operation)
        return response

    async def slow(self, request: httpx.Request) -> Any:
        """Handle a request of an asynchronous client in many steps of the event loop, each of which can be canceled."""
        operation = _operation(request)
        self.received.append(operation)
        # An abandoned create takes effect nevertheless.
        created = self._answer(operation, request) if operation == "create" else None
        for _ in range(120):
            await anyio.sleep(0)
        response = created or self._answer(operation, request)
        self.answered.append(operation)
        return response

    def _answer(self, operation: str, request: httpx.Request) -> httpx.Response:
        faults = self.faults.get(operation, [])
        fault = (faults.pop(0) if len(faults) > 1 else faults[0]) if faults else None
        if isinstance(fault, BaseException):
            raise fault
        if isinstance(fault, int):
            return httpx.Response(fault, json={"error": "mine"})
        if fault is not None:
            fault()
        if not self.exists and operation != "create":
            return httpx.Response(404, json={"error": "not found"})
        match operation:
            case "create":
                self.exists = self.runs = True
                name = json.loads(request.content).get("externalId")
                return httpx.Response(201, json={**RUNNING, "id": self.id, "externalId": name})
            case "delete":
                self.exists = self.runs = False
            case "cancel":
                self.cancels_needed -= 1
                self.runs = self.cancels_needed > 0
            case "items":
                return httpx.Response(200, json={"data": [], "hasMore": False, "nextCursor": None})
            case _:
                pass
        return httpx.Response(200, json={**(RUNNING if self.runs else STOPPED), "id": self.id, "externalId": NAME})


def _operation(request: httpx.Request) -> str:
    path = request.url.path
    if request.method == "POST":
        return "cancel" if path.endswith("/cancel") else "create"
    if request.method == "DELETE":
        return "delete"
    return "items" if path.endswith("/items") else "get"
