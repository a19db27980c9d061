"""Websets as the rows of a listing, and one Webset with its parts."""

from __future__ import annotations

from datetime import UTC, datetime

from ..._websets.active import ActiveWebset
from ...models import Webset
from .durations import format_age
from .listing import Column, is_terminal, print_fields, print_listing
from .printing import bold, colored_status, print_line, print_row
from .webset_text import cancel_reasons, display_id, found_count, parts, title

COLUMNS = (
    Column("ID"),
    Column("STATUS", can_shrink=True, drop_order=5),
    Column("AGE", drop_order=4),
    Column("FOUND", drop_order=2),
    Column("CANCELED", can_shrink=True, drop_order=1),
    Column("TITLE", can_shrink=True, drop_order=3),
)
ACTIVE_COLUMNS = (
    Column("ID"),
    Column("STATUS", can_shrink=True, drop_order=6),
    Column("AGE", drop_order=5),
    Column("FOUND", drop_order=3),
    Column("ANALYZED", drop_order=1),
    Column("MONITORS", can_shrink=True, drop_order=2),
    Column("TITLE", can_shrink=True, drop_order=4),
)
_PARTS = (
    Column("PART"),
    Column("ID", drop_order=1),
    Column("STATUS", can_shrink=True),
    Column("DETAILS", can_shrink=True, drop_order=2),
    Column("TEXT", can_shrink=True, drop_order=3),
)


def webset_row(webset: Webset) -> list[str]:
    """Return the cells of `COLUMNS`."""
    return [*_state(webset), ", ".join(cancel_reasons(webset)), title(webset)]


def active_row(active: ActiveWebset) -> list[str]:
    """Return the cells of `ACTIVE_COLUMNS`."""
    return [*_state(active.webset), str(active.analyzed), ", ".join(active.monitors), title(active.webset)]


def print_webset(webset: Webset, requested_id: str) -> None:
    """Print a Webset and its parts; outside a terminal, as rows with the same columns."""
    details = ", ".join([f"{found_count(webset)} found", *cancel_reasons(webset)])
    if not is_terminal():
        print_row(["webset", webset.id, colored_status(webset.status), details, title(webset)], "\t")
    else:
        if title(webset):
            print_fields(bold(title(webset)))
        print_fields(display_id(webset, requested_id))
        print_fields(colored_status(webset.status), f"{_age(webset)} old", details)
        print_line()
    print_listing(_PARTS, parts(webset))


def _state(webset: Webset) -> list[str]:
    created = _age(webset) if is_terminal() else webset.created_at.isoformat(timespec="seconds")
    return [webset.id, colored_status(webset.status), created, found_count(webset)]


def _age(webset: Webset) -> str:
    return format_age((datetime.now(UTC) - webset.created_at).total_seconds())
