"""The body of a create, and the errors that mean that the team has reached its limit of running Websets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._errors import ConcurrencyLimitError, RateLimitError, WebsetsError

ROUNDS = 6
# Seconds between two creates while the team is at its limit, or a third of the wait if that is shorter.
SLOT_PAUSE = 10.0
_NAMES_OF_THE_LIMIT = ("concurren", "running")


def create_body(body: Any, external_id: str) -> dict[str, Any]:
    """Return the body of a create as plain data, with an externalId.

    Raises:
        ValueError: the body already has a different externalId.
    """
    data: Mapping[str, Any] = body.to_dict() if hasattr(body, "to_dict") else body
    own = data.get("externalId")
    if own is not None and own != external_id:
        raise ValueError(f"the body has the externalId {own!r}, not {external_id!r}; nothing was sent")
    return {**data, "externalId": external_id}


def is_team_full(error: WebsetsError) -> bool:
    """Return True if a create was rejected because the team has reached its limit of running Websets."""
    if isinstance(error, RateLimitError):
        return any(name in error.message.lower() for name in _NAMES_OF_THE_LIMIT)
    return isinstance(error, ConcurrencyLimitError)
