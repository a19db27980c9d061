"""A service that creates imports and receives their files, and samples to upload."""

from __future__ import annotations

from typing import Any

import httpx
from support.caller import Caller
from support.recordings import recorded

CREATED = recorded("imports_create_201").answer
ID: str = CREATED["id"]
SECRET = "X-Amz-Credential=AKIA%2F20251123%2Fs3&X-Amz-Signature=9j3a2j3q7gsdatxg48rg7s3gz6&X-Amz-Expires=3600"
ROWS = b'name,url\r\n"Tea, Ltd\nLondon",https://a.example\r\n\r\nOolong,https://b.example\r\n'
COMPANY: dict[str, Any] = {"type": "company"}


class Service:
    """Creates an import whose file goes to `url`, and answers the uploads in the given order."""

    def __init__(
        self, *uploads: Any, url: str = f"https://uploads.example.com/59zg.csv?{SECRET}", **other: Any
    ) -> None:
        self.uploads = list(uploads)
        self.url = url
        self.other = other
        self.seen: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        answer = self.other.get(request.method)
        if request.method == "PUT":
            answer = self.uploads.pop(0) if self.uploads else 200
        if isinstance(answer, type):
            raise answer("made up", request=request)
        if isinstance(answer, httpx.Response):
            return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)
        if request.method == "POST":
            return httpx.Response(answer or 201, json={**CREATED, "uploadUrl": self.url})
        return httpx.Response(answer or 200, json={**CREATED, "status": "processing"})

    @property
    def methods(self) -> list[str]:
        return [request.method for request in self.seen]

    def upload(self, call: Caller, source: Any, **arguments: Any) -> Any:
        settings = {name: arguments.pop(name) for name in ("max_retries", "headers") if name in arguments}
        arguments.setdefault("entity", COMPANY)
        return call(lambda client: client.imports.upload(source, **arguments), handler=self, **settings)
