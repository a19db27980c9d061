"""Verify the signatures of webhook events, and sign events to test a receiver.

The header `Exa-Signature` is `t=<unix seconds>,v1=<hex>`. `v1` is the HMAC-SHA256 of `<t>.<body>` with the secret that
the response of `webhooks.create` contains. While a secret is being rotated there is a `v1` for each secret.
"""

from __future__ import annotations

import hmac
import re
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from ._errors import WebhookVerificationError
from ._lazy import LazyModule

if TYPE_CHECKING:
    from ._generated import models
else:
    models = LazyModule(".models", __package__)

__all__ = ["sign", "verify", "webset_id"]

Body: TypeAlias = bytes | bytearray | memoryview | str
_SECONDS = re.compile(r"[0-9]{1,12}")


def verify(
    body: Body,
    header: str | None,
    secret: str | Iterable[str],
    *,
    tolerance: float | None = 300,
) -> models.Event:
    """Verify that an event was signed with a secret, and parse it.

    A delivery that is sent again within the tolerance is accepted again. If handling an event twice does harm, keep
    the ids of recent events and ignore repeated ones.

    Args:
        body: The body of the request as it was received, before any parsing.
        header: The value of the header `Exa-Signature`, or None if the request does not have it.
        secret: The secret of the webhook, or several secrets of which one must match, as during a rotation.
        tolerance: The maximum age of the signature in seconds, and the maximum time in seconds that it may be ahead of
            this clock. None accepts any time.

    Returns:
        The event, or an `UnknownEvent` if this package does not know its type.

    Raises:
        WebhookVerificationError: the signature is missing, does not match or is too old, the body is not an event, an
            argument has the wrong type, or the secret is missing or empty.
    """
    secrets = _secrets(secret)
    if not isinstance(tolerance, int | float | None):  # pyright: ignore[reportUnnecessaryIsInstance] (wrong types too)
        raise WebhookVerificationError(f"The tolerance must be a number or None, not {type(tolerance).__name__}.")
    content = _content(body)
    seconds, signatures = _parts(header)
    expected = [_signature(content, each, seconds).encode() for each in secrets]
    # Compare all pairs, so that the time taken does not depend on which one matches.
    if not sum(hmac.compare_digest(ours, theirs) for ours in expected for theirs in signatures):
        raise WebhookVerificationError("The signature does not match: the secret is wrong, or the body was changed.")
    age = time.time() - int(seconds)
    if tolerance is not None and not abs(age) <= tolerance:
        when = f"{age:.0f} s ago" if age >= 0 else f"{-age:.0f} s ahead of this clock"
        raise WebhookVerificationError(f"The event was signed {when}; the tolerance is {tolerance!r:.20} s.")
    return _event(content)


def sign(body: Body, secret: str, *, timestamp: int | None = None) -> str:
    """Return the value of the header `Exa-Signature` that the service would send with a body.

    Args:
        body: The body of the request.
        secret: The secret of the webhook.
        timestamp: The time of the signature in seconds since the epoch. The default is now.
    """
    seconds = str(int(time.time()) if timestamp is None else timestamp)
    return f"t={seconds},v1={_signature(_content(body), secret.encode(), seconds)}"


def webset_id(event: models.Event) -> str | None:
    """Return the id of the Webset that an event is about, or None if the event does not name one.

    Args:
        event: An event that `verify` or a client returned.
    """
    from ._generated import models

    data: Any = event.data
    if isinstance(data, models.Webset):
        return data.id
    if isinstance(data, dict):  # an event type that this package does not know
        fields = cast("dict[str, Any]", data)
        found = fields.get("id" if fields.get("object") == "webset" else "websetId")
    else:
        found = getattr(data, "webset_id", None)
    return found if isinstance(found, str) else None


def _secrets(given: Any) -> list[bytes]:
    try:
        secrets: list[Any] = [given] if isinstance(given, str | bytes) else [*given]
        if secrets and all(isinstance(each, str) and each for each in secrets):
            return [each.encode() for each in secrets]
    except (TypeError, UnicodeEncodeError):
        pass
    raise WebhookVerificationError(
        "The secret must be a non-empty string; only the response of webhooks.create contains it."
    )


def _content(body: Any) -> bytes:
    try:
        if isinstance(body, str):
            return body.encode()
        if isinstance(body, bytes | bytearray | memoryview):
            return bytes(body)  # pyright: ignore[reportUnknownArgumentType]
    except UnicodeEncodeError as error:
        raise WebhookVerificationError(f"The body cannot be encoded as UTF-8: {error.reason}.") from None
    except ValueError as error:
        raise WebhookVerificationError(f"The body cannot be read: {error}.") from None
    raise WebhookVerificationError(f"The body must be bytes, as received, not {type(body).__name__}.")


def _parts(header: Any) -> tuple[str, list[bytes]]:
    """Return the time and the signatures in a header. Schemes other than v1 are ignored."""
    if not header:
        raise WebhookVerificationError("The header Exa-Signature is missing, so the request is not signed.")
    if not isinstance(header, str):
        raise WebhookVerificationError(f"The header Exa-Signature must be a string, not {type(header).__name__}.")
    fields = [(name.strip(), value.strip()) for name, _, value in (part.partition("=") for part in header.split(","))]
    times = [value for name, value in fields if name == "t"]
    signatures = [value.encode("utf-8", "backslashreplace") for name, value in fields if name == "v1"]
    if len(times) != 1 or not _SECONDS.fullmatch(times[0]) or not signatures:
        raise WebhookVerificationError("The header Exa-Signature is malformed: expected t=<seconds>,v1=<signature>.")
    return times[0], signatures


def _signature(content: bytes, secret: bytes, seconds: str) -> str:
    return hmac.new(secret, f"{seconds}.".encode() + content, "sha256").hexdigest()


def _event(content: bytes) -> models.Event:
    from ._generated import api
    from ._http.json_body import decode

    try:
        return api.events.parse_get(decode(content))
    except ValueError as error:
        raise WebhookVerificationError(f"The signature is valid, but the body is not an event: {error}.") from None
