"""Return the errors for responses with a status of 300 or more."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from .._errors import (
    APIStatusError,
    AuthenticationError,
    BadRequestError,
    ConcurrencyLimitError,
    ConflictError,
    InternalServerError,
    NotFoundError,
    PaymentRequiredError,
    PermissionDeniedError,
    PlanRequiredError,
    RateLimitError,
    UnprocessableEntityError,
)
from .json_body import is_deep
from .redaction import Redactor

if TYPE_CHECKING:
    from .request import CallFacts

BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    402: PaymentRequiredError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}
# The service rejects a wrong key with 400 and "x-api-key header is invalid" (recorded 2025-11-23).
_REJECTS_KEY = r"x-api-key|(invalid|missing|wrong) api[-_ ]?key"
# Without a plan for Websets, every call is rejected with 401 and "Upgrade to a Pro plan to get access." (seen until
# 2026-09-24).
_ASKS_TO_UPGRADE = ("upgrade", "plan")
LONGEST_REQUEST_ID = 100
# Python 3.13 changed these phrases. The service uses those of Node.js.
_PHRASES = {
    413: "Payload Too Large",
    414: "URI Too Long",
    416: "Range Not Satisfiable",
    422: "Unprocessable Entity",
}
# The service rejects a create with 403 and "maximum number of concurrent requests" (seen 2025-11-26).
_TOO_MANY_RUN = "concurren"


def status_error(
    status: int,
    headers: Mapping[str, str],
    content: bytes,
    *,
    facts: CallFacts,
    retry_after: float | None,
    redact: Redactor,
) -> APIStatusError:
    """Return the error for a response with a status of 300 or more. Its body may be anything."""
    body = redact.body(_json(content))
    text = _redirect(headers, redact) if status < 400 else _message(status, body, content, redact)
    message = printable(text)
    return _class(status, message)(
        message,
        status=status,
        **facts,
        request_id=request_id(headers, body, redact),
        body=body,
        retry_after=retry_after,
    )


def request_id(headers: Mapping[str, str], body: Any, redact: Redactor) -> str | None:
    """Return the id of a request for the vendor's support, truncated and escaped. Live responses rarely have one."""
    fields = _fields(body)
    id = redact.header(headers, "x-request-id") or redact(
        fields.get("requestId") or _fields(fields.get("error")).get("requestId")
    )
    if not isinstance(id, str):
        return None
    escaped = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in id[: LONGEST_REQUEST_ID + 1])
    return printable(escaped, LONGEST_REQUEST_ID) or None


def printable(text: str, most: int = 500) -> str:
    """Return a text truncated, with lone surrogates escaped. The body of the error holds the whole text."""
    short = text if len(text) <= most else f"{text[: most - 3]}..."
    return short.encode("utf-8", "backslashreplace").decode()


def _class(status: int, message: str) -> type[APIStatusError]:
    if status == 400 and re.search(_REJECTS_KEY, message, re.IGNORECASE):
        return AuthenticationError
    if status == 401 and all(word in message.lower() for word in _ASKS_TO_UPGRADE):
        return PlanRequiredError
    if status == 403 and _TOO_MANY_RUN in message.lower():
        return ConcurrencyLimitError
    if status >= 500:
        return InternalServerError
    return BY_STATUS.get(status, APIStatusError)


def _fields(body: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", body) if isinstance(body, dict) else {}


def _json(content: bytes) -> Any:
    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return None if is_deep(body) else body


def _message(status: int, body: Any, content: bytes, redact: Redactor) -> str:
    """Return the message from any of the known formats of an error, or describe the response."""
    fields = _fields(body)
    details = _fields(fields.get("error"))
    for found in (
        [_words(fields.get("message"))],
        [_words(fields.get("error"))],
        # In the nested format both are informative, and either may be missing.
        dict.fromkeys([_words(details.get("message")), _words(details.get("detail"))]),
    ):
        if text := ": ".join(filter(None, found)):
            return text
    phrase = phrase_of(status)
    if not content:
        return f"{phrase} (the response has no body)"
    # Truncating before redacting may cut a key in two, so the end of the text is dropped after redacting.
    start = " ".join(redact(content[:4000].decode("utf-8", "replace"))[:2000].split())
    if start.startswith("<"):
        title = re.search(r"<title[^>]*>(.*?)</title>", start, re.IGNORECASE)
        return f"{phrase} (the response is an HTML page{': ' + title[1].strip() if title else ''})"
    return f"{phrase} ({start[:200]})"


def _words(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(str, cast("list[object]", value)))
    return value if isinstance(value, str) else ""


def _redirect(headers: Mapping[str, str], redact: Redactor) -> str:
    target = redact.header(headers, "location")
    try:
        host = urlsplit(target).hostname
    except ValueError:
        host = None
    return f"the service redirects to {host or target or 'nowhere'}; redirects are not followed, to protect the key"


def phrase_of(status: int, unknown: str = "unregistered status") -> str:
    """Return the standard phrase of a status, or `unknown` for an unregistered one such as 520."""
    try:
        return _PHRASES.get(status) or HTTPStatus(status).phrase
    except ValueError:
        return unknown
