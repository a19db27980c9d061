"""What a create of a Webset is given, and how it is told that the team has no room for another one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .._errors import ConcurrencyLimitError, RateLimitError, WebsetsError

ROUNDS = 6
LONGEST_PAUSE = 8.0
# The pause between two tries whether the team has room for another Webset; a third of a wait that is short.
SLOT_PAUSE = 10.0
_NAMES_THE_LIMIT = re.compile(r"concurren|running", re.IGNORECASE)


def body_of(body: Any, external_id: str) -> dict[str, Any]:
    """Give the body of a create as plain data, with the externalId that it is to have.

    Raises:
        ValueError: it has another one.
    """
    data: Mapping[str, Any] = body.to_dict() if hasattr(body, "to_dict") else body
    if (own := data.get("externalId") or external_id) != external_id:
        raise ValueError(f"the body has the externalId {own!r}, not {external_id!r}; nothing was sent")
    return {**data, "externalId": external_id}


def is_full(error: WebsetsError) -> bool:
    """Tell whether a create was refused because as many Websets run as the team may have running."""
    if isinstance(error, RateLimitError):
        return bool(_NAMES_THE_LIMIT.search(error.message))
    return isinstance(error, ConcurrencyLimitError)
