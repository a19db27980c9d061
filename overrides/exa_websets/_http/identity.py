"""Identity: a response about another object than the one that the call names is rejected."""

from __future__ import annotations

import socket
import unicodedata
from contextlib import suppress
from typing import Any, cast
from urllib.parse import unquote

import httpx

from .._errors import ResponseMismatchError
from .json_body import decode
from .request import Request

# Paths whose last segment looks like an id but is not one.
_WITHOUT_ID = (["teams", "me"], ["websets", "preview"])
# The field in which a response names its parent, by the resource at the start of the path.
_PARENTS = {"websets": "websetId", "monitors": "monitorId"}


class KnownIds:
    """The ids that the service has returned, which therefore are not externalIds, and the other names of Websets."""

    MOST = 10_000

    def __init__(self) -> None:
        self._ids: set[tuple[str, str]] = set()
        self._names: set[tuple[str, str]] = set()

    def add(self, resource: str, id: str, *names: object) -> None:
        """Add the id of an object and its other names. If there are too many entries, drop the earlier ones."""
        if len(self._ids) >= self.MOST or len(self._names) >= self.MOST:
            self._ids, self._names = set(), set()
        self._ids.add((resource, id))
        self._names.update((resource, name) for name in names if isinstance(name, str) and name != id)

    def has_seen(self, resource: str, name: str) -> bool:
        """Return True if the service has returned an object with this id or externalId."""
        return (resource, name) in self._ids or (resource, name) in self._names

    def __contains__(self, named: tuple[str, str]) -> bool:
        return named in self._ids


def find_mismatch(request: Request, response: httpx.Response, known: KnownIds) -> ResponseMismatchError | None:
    """Return an error if a response is about another object, and discard its connection.

    The next response on that connection could also belong to another call.
    """
    if request.foreign is not None or 300 <= response.status_code < 400:
        return None
    try:
        body = request.body_of(response, decode)
    except ValueError:
        return None
    if not isinstance(body, dict):
        return None
    document = cast("dict[str, Any]", body)
    if response.status_code < 300:
        other = _other_name(request, document, known)
    else:
        other = _other_path(request, document, response)
    if other is None:
        return None
    give_up_connection(response)
    message = f"the response is about {other[:100]!r}, not about the object of this call, and was rejected"
    return ResponseMismatchError(message, **request.facts)


def _other_name(request: Request, body: dict[str, Any], known: KnownIds) -> str | None:
    """Return the name of the object in a response if the call names another one. Without an id, nothing is checked."""
    id = body.get("id")
    if not isinstance(id, str):
        return None
    segments = _path_of(request).split("/")[2:]
    if len(segments) % 2 and segments[-1] == "cancel":
        del segments[-1]
    if segments in _WITHOUT_ID:
        return None
    asked: str | None = None
    is_named = len(segments) % 2 == 0
    if not is_named:  # the path ends in a resource: the call lists its objects or creates one
        is_other = request.method == "GET" or _is_other_name(body.get("externalId"), request.external_id)
    else:
        asked = unquote(segments[-1])
        is_other = id != asked and (segments[-2] != "websets" or _is_other_webset(request, body, id, asked, known))
        parent_field = _PARENTS.get(segments[0]) if len(segments) > 2 else None
        parent = unquote(segments[1])
        if not is_other and parent_field and (segments[0], parent) in known:
            named = body.get(parent_field)
            if isinstance(named, str) and named != parent:
                return named
    if is_other:
        return id
    known.add(segments[-1 - is_named], id, asked, body.get("externalId"))
    return None


def _other_path(request: Request, body: dict[str, Any], response: httpx.Response) -> str | None:
    """Return the path in an error response if it is not the path of the call: the response belongs to another call."""
    path = body.get("path")
    if not isinstance(path, str) or "network_stream" not in response.extensions:
        return None
    asked = _path_of(request).removeprefix("/v0/")
    _, version, named = path.partition("?")[0].partition("/v0/")
    if not version or _normalized(unquote(asked)) in (_normalized(named), _normalized(unquote(named))):
        return None
    return path


def _path_of(request: Request) -> str:
    """Return the path of a call without a query, which a call of the raw layer may have."""
    return request.path.partition("?")[0]


def _is_other_webset(request: Request, body: dict[str, Any], id: str, asked: str, known: KnownIds) -> bool:
    """Return True if a Webset has neither the id nor the externalId that was requested."""
    external_id = body.get("externalId")
    if external_id is None:  # some responses omit it, but the prefix still distinguishes an id from an externalId
        prefix, separator, _ = id.partition("_")
        return ("websets", asked) in known or bool(separator and asked.startswith(prefix + separator))
    # The call may be an update that replaces the externalId.
    return _is_other_name(external_id, asked) and _is_other_name(external_id, request.external_id or asked)


def _is_other_name(external_id: object, asked: str | None) -> bool:
    """Return True if a response has another externalId than the call. The service may have normalized it."""
    if asked is None or not isinstance(external_id, str):
        return False
    return external_id != asked and _normalized(external_id) != _normalized(asked)


def _normalized(external_id: str) -> str:
    return unicodedata.normalize("NFC", external_id.strip()).casefold()


def give_up_connection(response: httpx.Response) -> None:
    """Keep the pool from reusing the connection of a response.

    The socket is shut down, not closed: a pool drops an idle connection that is readable, but with a closed socket,
    httpcore's check for that raises on trio. The sockets of some event loops do not allow a shutdown, so a duplicate
    of the socket is shut down.
    """
    stream: Any = response.extensions.get("network_stream")
    with suppress(Exception):
        own = stream.get_extra_info("socket")
        with socket.fromfd(own.fileno(), own.family, own.type) as copy:
            copy.shutdown(socket.SHUT_RDWR)
