"""A simulated service that answers in process, in virtual time, and fails at chosen requests."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NoReturn

import httpx
from attrs import define, field, frozen
from support.answers import segments_of
from support.caller import SteppedTime
from support.openapi_document import component
from support.recordings import recorded
from support.sample_answers import example

Answer = Callable[["SimulatedService", httpx.Request], httpx.Response]


class HookError(Exception):
    """An exception of the user's own code, such as a hook."""


@frozen
class Fault:
    """A fault of one request."""

    name: str
    happen: Callable[[SimulatedService, httpx.Request], httpx.Response]
    is_of_user: bool = False
    """Whether it is an exception of the user's own code."""
    is_interruption: bool = False
    is_definite: bool = False
    """Whether it is an answer after which a client does not retry by itself."""

    def __str__(self) -> str:
        return self.name


@define(eq=False)
class SimulatedService:
    """Websets that run until they are canceled, and the requests that were made."""

    faults: Mapping[int, Fault]
    """The faults, by the number of the request."""
    kind: str = "sync"
    time: SteppedTime = field(factory=SteppedTime)
    running: dict[str, bool] = field(factory=dict[str, bool])
    names: dict[str, str | None] = field(factory=dict[str, str | None])
    monitors: dict[str, str] = field(factory=dict[str, str])
    """The enabled monitors and their Websets."""
    requests: list[str] = field(factory=list[str])
    cancels_sent: list[float] = field(factory=list[float])
    """The time of each cancel, including failed ones."""
    first_search_cancel: int | None = None
    """The number of the first request that canceled a search."""
    enriches_for: float | None = None
    """The seconds that an enrichment takes after its search has ended; None without an enrichment."""
    searched_until: dict[str, float] = field(factory=dict[str, float])
    """The end of each search that was canceled alone."""
    canceled_enrichments: set[str] = field(factory=set[str])
    """The Websets whose enrichment was canceled."""

    def add(self, id: str, name: str | None = None) -> None:
        """Add a running Webset."""
        self.running[id], self.names[id] = True, name

    def settle(self) -> None:
        """End what is due to end."""
        for id, ended in self.searched_until.items():
            if self.enriches_for is None or self.time.seconds >= ended + self.enriches_for:
                self.running[id] = False

    def handle(self, request: httpx.Request) -> httpx.Response:
        """Answer a request, or play its fault."""
        number = len(self.requests)
        self.requests.append(f"{request.method} {request.url.path.partition('/v0')[2]}")
        self.time.seconds += 0.05
        self.settle()
        if request.url.path.endswith("/cancel"):
            self.cancels_sent.append(self.time.seconds)
        if "/searches/" in request.url.path and self.first_search_cancel is None:
            self.first_search_cancel = number
        if fault := self.faults.get(number):
            return fault.happen(self, request)
        return self.act(request)

    def act(self, request: httpx.Request) -> httpx.Response:
        """Apply a request and answer it."""
        segments = segments_of(request)
        match request.method, segments:
            case "POST", ["websets"]:
                return self._create(json.loads(request.content))
            case "GET", ["websets"]:
                return self._list(request.url.params.get("cursor"))
            case "GET" | "POST", ["websets", name]:
                if (id := self._id_of(name)) is None:
                    return _error(404)
                if request.method == "POST" and request.url.path.endswith("/cancel"):
                    self._cancel(id)
                return _json(self._document(id))
            case "POST", ["websets", id, "searches", _]:
                if self.running[id]:
                    self.searched_until.setdefault(id, self.time.seconds)
                    self.settle()
                return _json(self._document(id)["searches"][0])
            case "PATCH", ["monitors", id]:
                del self.monitors[id]
                return _json({**_monitor(), "id": id, "status": "disabled"})
            case "GET", ["teams", "me"]:
                return _json(example(component("WebsetsTeamInfo")))
            case "GET", _:
                return _json({"data": [], "hasMore": False, "nextCursor": None})
            case _:
                raise AssertionError(f"{request.method} {request.url}")

    def _cancel(self, id: str) -> None:
        if self.running[id]:
            self.canceled_enrichments.add(id)
        self.running[id] = False
        self.searched_until.setdefault(id, self.time.seconds)

    def _create(self, body: dict[str, Any]) -> httpx.Response:
        name = body.get("externalId")
        if name in self.names.values():
            return _error(409)
        id = f"webset_{len(self.running) + 1}"
        self.add(id, name)
        return _json(self._document(id), 201)

    def _list(self, cursor: str | None) -> httpx.Response:
        ids = [*self.running]
        start = int(cursor or 0)
        rest = str(start + 2) if start + 2 < len(ids) else None
        data = [self._document(id) for id in ids[start : start + 2]]
        return _json({"data": data, "hasMore": rest is not None, "nextCursor": rest})

    def _id_of(self, name: str) -> str | None:
        if name in self.running:
            return name
        return next((id for id, own in self.names.items() if own == name), None)

    def _document(self, id: str) -> dict[str, Any]:
        document = _webset()
        is_running = self.running[id]
        document |= {"id": id, "externalId": self.names[id], "status": "running" if is_running else "idle"}
        search = document["searches"][0]
        search["status"] = "running" if is_running and id not in self.searched_until else "canceled"
        search["websetId"] = id
        search["progress"]["found"] = int(min(self.time.seconds, self.searched_until.get(id, self.time.seconds)) / 10)
        enabled = [monitor for monitor, webset in self.monitors.items() if webset == id]
        document["monitors"] = [
            {**_monitor(), "id": monitor, "websetId": id, "status": "enabled"} for monitor in enabled
        ]
        document["enrichments"] = [] if self.enriches_for is None else [_enrichment(id)]
        if not is_running:
            for enrichment in document["enrichments"]:
                enrichment["status"] = "canceled" if id in self.canceled_enrichments else "completed"
        return document


@cache
def _recorded_webset() -> bytes:
    return json.dumps(recorded("websets_create_201").answer).encode()


def _webset() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(_recorded_webset())
    return document


@cache
def _monitor() -> dict[str, Any]:
    document: dict[str, Any] = example(component("Monitor"))
    return document


def _enrichment(webset: str) -> dict[str, Any]:
    document: dict[str, Any] = example(component("WebsetEnrichment"))
    return {**document, "id": "wenrich_1", "websetId": webset, "status": "pending"}


def _json(document: Any, status: int = 200) -> httpx.Response:
    return httpx.Response(status, json=document)


def _error(status: int, **headers: str) -> httpx.Response:
    return httpx.Response(status, headers=headers, json={"message": "planned", "statusCode": status})


def _raises(error: type[httpx.TransportError], *, acts: bool) -> Answer:
    def happen(service: SimulatedService, request: httpx.Request) -> NoReturn:
        if acts:
            service.act(request)
        raise error("planned", request=request)

    return happen


def _too_slow(*, acts: bool) -> Answer:
    """Return a fault whose answer takes longer than the client's timeout."""

    def happen(service: SimulatedService, request: httpx.Request) -> NoReturn:
        if acts:
            service.act(request)
        service.time.seconds += request.extensions["timeout"]["read"]
        raise httpx.ReadTimeout("planned", request=request)

    return happen


def _answers(status: int, *, acts: bool = False, **headers: str) -> Answer:
    def happen(service: SimulatedService, request: httpx.Request) -> httpx.Response:
        if acts:
            service.act(request)
        return _error(status, **{name.replace("_", "-"): value for name, value in headers.items()})

    return happen


def _with_body(body: str) -> Answer:
    def happen(service: SimulatedService, request: httpx.Request) -> httpx.Response:
        service.act(request)
        return httpx.Response(200, text=body)

    return happen


def _without_fields(service: SimulatedService, request: httpx.Request) -> httpx.Response:
    document = service.act(request).json()
    return _json({"id": document["id"]} if "id" in document else {"data": 5})


def _about_another(*, acts: bool) -> Answer:
    def happen(service: SimulatedService, request: httpx.Request) -> httpx.Response:
        if acts:
            service.act(request)
        document = _webset()
        document["searches"][0]["status"] = "canceled"
        return _json(document | {"id": "webset_other", "externalId": "other", "status": "idle"})

    return happen


def _interrupts(*, acts: bool) -> Answer:
    def happen(service: SimulatedService, request: httpx.Request) -> NoReturn:
        if acts:
            service.act(request)
        raise asyncio.CancelledError if service.kind == "asyncio" else KeyboardInterrupt

    return happen


def _user_raises(error: type[Exception], *, acts: bool) -> Answer:
    def happen(service: SimulatedService, request: httpx.Request) -> NoReturn:
        if acts:
            service.act(request)
        raise error("mine")

    return happen


FAULTS = (
    Fault("no connection", _raises(httpx.ConnectError, acts=False)),
    Fault("no connection in time", _raises(httpx.ConnectTimeout, acts=False)),
    Fault("no free connection", _raises(httpx.PoolTimeout, acts=False)),
    Fault("request lost", _raises(httpx.ReadError, acts=False)),
    Fault("request half written", _raises(httpx.WriteError, acts=False)),
    Fault("answer lost", _raises(httpx.ReadError, acts=True)),
    Fault("answer cut off", _raises(httpx.RemoteProtocolError, acts=True)),
    Fault("answer cannot be decoded", _raises(httpx.DecodingError, acts=True)),  # type: ignore[arg-type]
    Fault("request too slow", _too_slow(acts=False)),
    Fault("answer too slow", _too_slow(acts=True)),
    Fault("408", _answers(408)),
    Fault("429", _answers(429)),
    Fault("429 for half a minute", _answers(429, retry_after="30")),
    Fault("429 for a day", _answers(429, retry_after="86400"), is_definite=True),
    Fault("500", _answers(500)),
    Fault("500 after it acted", _answers(500, acts=True)),
    Fault("503 for half a minute", _answers(503, retry_after="30")),
    Fault("400", _answers(400), is_definite=True),
    Fault("401", _answers(401), is_definite=True),
    Fault("403", _answers(403), is_definite=True),
    Fault("422", _answers(422), is_definite=True),
    Fault("a page of a proxy", _with_body("<html>hello</html>")),
    Fault("half a document", _with_body('{"id": "webset_1", "searches": [')),
    Fault("an empty body", _with_body("")),
    Fault("fields missing", _without_fields, is_definite=True),
    Fault("another Webset", _about_another(acts=False)),
    Fault("another Webset after it acted", _about_another(acts=True)),
    Fault("interrupted before", _interrupts(acts=False), is_interruption=True),
    Fault("interrupted after", _interrupts(acts=True), is_interruption=True),
    Fault("hook raises before", _user_raises(HookError, acts=False), is_of_user=True),
    Fault("hook raises after", _user_raises(HookError, acts=True), is_of_user=True),
    Fault("no memory", _user_raises(MemoryError, acts=True), is_of_user=True),
    Fault("no space", _user_raises(OSError, acts=True), is_of_user=True),
)
