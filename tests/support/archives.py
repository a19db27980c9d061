"""Services to archive (a team in the emulator, an account with many items), and readers of the files of an archive."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
from attrs import define, field, frozen
from exa_websets import Archive
from exa_websets.emulator import Emulator
from support.caller import Caller
from support.emulator_calls import FILE, create, monitor, webhook
from support.emulator_http import upload
from support.item_pages import WEBSET, enrichment, item, result

BODY: dict[str, Any] = {
    "title": "Makers of tea",
    "search": {"query": "makers of tea", "count": 3},
    "enrichments": [{"description": "Who founded it?", "format": "text"}],
}
DAY = 86400
TEAM: dict[str, Any] = {
    "object": "team",
    "id": "team_1",
    "name": "Tea",
    "concurrency": {"active": 0, "queued": 0},
    "limits": {"maxConcurrent": None, "maxQueued": None},
}


@frozen
class Team:
    """A team in the emulator: the first Webset has a monitor that has run, the last one an import."""

    emulator: Emulator
    http: httpx.Client
    websets: list[str]
    monitor: str
    imported: str
    secret: str

    def archive(self, call: Caller, directory: Path, **options: Any) -> Archive:
        """Archive everything."""
        archive: Archive = call(lambda client: client.archive(directory, **options), base_url=self.emulator.base_url)
        return archive

    def asked(self, since: int = 0) -> list[str]:
        """Return the requested paths, starting with the request of this number."""
        return [request.path.removeprefix("/v0/") for request in self.emulator.requests[since:]]

    def items(self, id: str) -> list[Any]:
        """Return the items of a Webset, as the service returns them."""
        found: list[Any] = self.http.get(f"/v0/websets/{id}/items", params={"limit": 100}).json()["data"]
        return found


def make_team(emulator: Emulator, http: httpx.Client) -> Team:
    """Create a team with three Websets, none of which is running."""
    websets = [create(http, BODY, externalId=f"tea/{number}") for number in range(2)]
    fired = monitor(http, websets[0])["id"]
    body = {"format": "csv", "size": len(FILE), "count": 2, "entity": {"type": "company"}}
    file, _ = (http.post("/v0/imports", json=body).json() for _ in range(2))
    assert upload(file["uploadUrl"], FILE) == 200
    websets.append(create(http, {"import": [{"source": "import", "id": file["id"]}]}))
    secret = webhook(http, "https://example.com/hook", "webset.idle")["secret"]
    emulator.advance(DAY)
    return Team(emulator, http, websets, fired, file["id"], secret)


def files(directory: Path) -> dict[str, bytes]:
    """Return the content of all files below a directory, by their relative paths."""
    assert directory.is_dir()
    return {str(one.relative_to(directory)): one.read_bytes() for one in directory.rglob("*") if one.is_file()}


def manifest(directory: Path) -> Any:
    """Read the manifest."""
    return json.loads((directory / "manifest.json").read_bytes())


def lines(file: Path) -> list[Any]:
    """Read a JSON Lines file."""
    return [json.loads(text) for text in file.read_text("utf-8").splitlines()]


def folder(directory: Path, webset: str) -> Path:
    """Return the folder of a Webset."""
    return directory / "websets" / webset


@define
class Account:
    """A service that has only Websets, with the given numbers of items."""

    websets: dict[str, int]
    text: str = "text"
    """The result of the enrichment of each item."""
    running: set[str] = field(factory=set[str])
    """The ids of the Websets that are running until they are canceled."""
    on_request: Callable[[httpx.Request], httpx.Response | None] = lambda _: None
    """Called with each request; may return another response."""
    page: int = 100
    """The most items of a page."""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if response := self.on_request(request):
            return response
        _, _, _, *path = [unquote(part) for part in request.url.raw_path.partition(b"?")[0].decode().split("/")]
        if path == ["teams", "me"]:
            return json_response(TEAM)
        if path == ["websets"]:
            return _page([self._webset(id) for id in self.websets])
        if path[0] != "websets":
            return _page([])
        id, *rest = path[1:]
        if rest == ["cancel"]:
            self.running.discard(id)
            rest = []
        return self._items(id, request) if rest else json_response(self._webset(id))

    def archive(self, call: Caller, directory: Path, **options: Any) -> Archive:
        """Archive everything."""
        archive: Archive = call(lambda client: client.archive(directory, **options), handler=self)
        return archive

    def _webset(self, id: str) -> dict[str, Any]:
        status = "running" if id in self.running else "idle"
        return {**WEBSET, "id": id, "status": status, "enrichments": [enrichment("e1", "Text")], "monitors": []}

    def _items(self, id: str, request: httpx.Request) -> httpx.Response:
        start = int(request.url.params.get("cursor", 0))
        end = min(start + self.page, self.websets[id])
        data = [item(f"witem_{number}", result("e1", self.text)) for number in range(start, end)]
        return _page(data, str(end) if end < self.websets[id] else None)


def _page(data: list[Any], cursor: str | None = None) -> httpx.Response:
    return json_response({"data": data, "hasMore": cursor is not None, "nextCursor": cursor})


def json_response(document: Any) -> httpx.Response:
    """Return a response that, unlike those of httpx, may contain lone surrogates."""
    return httpx.Response(200, content=json.dumps(document))
