"""The time in an id of the service."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def time_of(id: str) -> datetime:
    """Return the time at which an id was generated, which is in the first ten digits of its ULID."""
    milliseconds = 0
    for digit in id.rpartition("_")[2][:10]:
        milliseconds = milliseconds * 32 + _CROCKFORD.index(digit)
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds)
