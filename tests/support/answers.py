"""Answers of mocks, about the object that the request names or creates."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import httpx

Handler = Callable[[httpx.Request], httpx.Response]

# Paths of two segments that do not end in an id.
NO_IDS = (["websets", "preview"], ["teams", "me"])
# The field with the id of the parent object, by the first segment of the path.
PARENTS = {"websets": "websetId", "monitors": "monitorId"}
# The headers that describe the bytes of a body.
OF_A_BODY = ("content-encoding", "content-length")


def about(request: httpx.Request, document: dict[str, Any]) -> dict[str, Any]:
    """Return a document with the ids in the path of the request and the externalId in its body.

    A document that has no id, or already has these, is returned unchanged.
    """
    segments = segments_of(request)
    if segments in NO_IDS or not isinstance(document.get("id"), str):
        return document
    changes: dict[str, Any] = {}
    if len(segments) % 2 == 0:
        if segments[-1] not in (document["id"], document.get("externalId")):
            changes["id"] = segments[-1]
    elif request.method == "POST" and "externalId" in document:
        changes["externalId"] = json.loads(request.content or b"{}").get("externalId", document["externalId"])
    parent = PARENTS.get(segments[0], "")
    if len(segments) > 2 and parent in document:
        changes[parent] = segments[1]
    return {**document, **changes}


def segments_of(request: httpx.Request) -> list[str]:
    """Return the unquoted segments of a path after the version, without the verb of a cancel."""
    path = request.url.raw_path.partition(b"?")[0].decode()
    segments = [unquote(segment) for segment in path.partition("/v0/")[2].split("/")]
    return segments[:-1] if len(segments) % 2 and len(segments) > 1 and segments[-1] == "cancel" else segments


def as_asked(handler: Handler) -> Handler:
    """Return a handler whose successful answers are `about` the requests.

    Bodies that are not objects stay unchanged.
    """

    def answer(request: httpx.Request) -> httpx.Response:
        response = handler(request)
        if response.status_code >= 300 or not response.content.startswith(b"{"):
            return response
        try:
            given: dict[str, Any] = json.loads(response.content)
        except (ValueError, RecursionError):
            return response
        document = about(request, given)
        if document == given:
            return response
        headers = [(name, value) for name, value in response.headers.multi_items() if name not in OF_A_BODY]
        return httpx.Response(response.status_code, headers=headers, content=json.dumps(document))

    return answer
