"""Identity: an answer about something other than what a call names is not believed."""

from __future__ import annotations

import socket
import unicodedata
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

import httpx

from .._errors import ResponseMismatchError
from .json_body import decode
from .request import Request

# Paths that end like one with an id, but hold none.
_WITHOUT_ID = (["teams", "me"], ["websets", "preview"])
# What an answer names besides itself, by the resource at the start of the path.
_PARENTS = {"websets": "websetId", "monitors": "monitorId"}


class KnownIds:
    """Ids that the service has used itself, so that they cannot be externalIds; and what else a Webset was called."""

    MOST = 10_000

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._names: set[str] = set()

    def add(self, id: str, *names: object) -> None:
        """Remember an id, and other names of the same object. Forget the others if there are too many."""
        if len(self._ids) >= self.MOST or len(self._names) >= self.MOST:
            self._ids, self._names = set(), set()
        self._ids.add(id)
        self._names.update(name for name in names if isinstance(name, str))

    def has_seen(self, name: str) -> bool:
        """Return True if the service has answered about something with this id or externalId."""
        return name in self._ids or name in self._names

    def __contains__(self, id: object) -> bool:
        return id in self._ids


def find_mismatch(request: Request, response: httpx.Response, known: KnownIds) -> ResponseMismatchError | None:
    """Return an error if a successful answer is about something else, and give up its connection.

    The next answer on that connection may be about something else as well.
    """
    if response.status_code >= 300 or request.foreign is not None:
        return None
    try:
        body = request.body_of(response, decode)
    except ValueError:
        return None
    other = _other_name(request, body, known) if isinstance(body, dict) else None
    if other is None:
        return None
    _give_up_connection(response)
    error = ResponseMismatchError(
        f"the answer is about {other[:100]!r}, not about what the call names; it was not believed",
        method=request.method,
        path=request.path,
        attempts=request.attempts.count,
    )
    error.outcome_unknown = request.method != "GET"
    return error


def _other_name(request: Request, body: dict[str, Any], known: KnownIds) -> str | None:
    """Return what an answer is about, if that is not what the call names. Answers without an id are not checked."""
    id = body.get("id")
    if not isinstance(id, str):
        return None
    segments = request.path.split("/")[2:]
    if len(segments) % 2 and segments[-1] == "cancel":
        del segments[-1]
    if segments in _WITHOUT_ID:
        return None
    asked: str | None = None
    if len(segments) % 2:  # the path ends in a resource: the call creates something, or lists it
        is_other = _is_other_name(body.get("externalId"), request.external_id)
    else:
        asked = unquote(segments[-1])
        is_other = id != asked and (segments[-2] != "websets" or _is_other_webset(request, body, id, asked, known))
        parent_field = _PARENTS.get(segments[0]) if len(segments) > 2 else None
        if not is_other and parent_field and (parent := unquote(segments[1])) in known:
            named = body.get(parent_field)
            if isinstance(named, str) and named != parent:
                return named
    if is_other:
        return id
    known.add(id, asked, body.get("externalId"))
    return None


def _is_other_webset(request: Request, body: dict[str, Any], id: str, asked: str, known: KnownIds) -> bool:
    """Return True if a Webset with another id does not have the externalId that was asked for either."""
    external_id = body.get("externalId")
    if external_id is None:  # some answers leave it out, but then an id can still be told from an externalId
        prefix, separator, _ = id.partition("_")
        return asked in known or bool(separator and asked.startswith(prefix + separator))
    # An update may have just replaced it.
    return _is_other_name(external_id, asked) and _is_other_name(external_id, request.external_id or asked)


def _is_other_name(external_id: object, asked: str | None) -> bool:
    """Return True if an answer names another externalId than the call. The service may have normalized it."""
    if asked is None or not isinstance(external_id, str):
        return False
    return external_id != asked and _normalized(external_id) != _normalized(asked)


def _normalized(external_id: str) -> str:
    return unicodedata.normalize("NFC", external_id.strip()).casefold()


def _give_up_connection(response: httpx.Response) -> None:
    """Keep the pool from using the connection of an answer again.

    The socket is shut down, not closed: a pool drops an idle connection that is readable, while a closed socket makes
    httpcore's check for that raise on trio.
    """
    stream: Any = response.extensions.get("network_stream")
    with suppress(Exception):
        stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
