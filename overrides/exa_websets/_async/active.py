"""List the Websets of the team that are not idle."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from .._error_notes import add_note, attach
from .._generated import models
from .._websets.active import ActiveWebset, to_active
from .._websets.filters import make_filter
from .select import select
from .transport import AsyncTransport


async def active(
    transport: AsyncTransport,
    metadata: Mapping[str, str] | None,
    except_metadata: Mapping[str, str] | None,
    older_than: float | timedelta | None,
) -> list[ActiveWebset]:
    """Return all Websets of the team that are not idle; see `websets.active`."""
    listed, failure = await select(transport, make_filter("running", metadata, except_metadata, older_than))
    now = transport.clock.utc()
    found = [to_active(one, now) for one in listed.values() if isinstance(one, models.Webset)]
    if failure is not None:
        attach(failure, "active", found)
        add_note(failure, "The Websets that could be read are in the .active attribute of this exception.")
        raise failure
    return found
