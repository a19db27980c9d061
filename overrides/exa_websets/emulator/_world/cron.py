"""When a monitor fires: five cron fields in a time zone, at most once a day."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from .._wire.errors import ApiError

DEFAULT_TIMEZONE = "Etc/UTC"
_FIELDS = 5


def check_cadence(cron: str, timezone: str, at: datetime) -> None:
    """Refuse a cadence that the API refuses: malformed, more often than once a day, or one that never fires."""
    zone = _zone(timezone)
    if len(cron.split()) != _FIELDS:
        raise ApiError(400, f"cadence.cron: expected {_FIELDS} fields, minute hour day month weekday, got {cron!r}")
    try:
        schedule = CronSim(cron, at.astimezone(zone))
    except (CronSimError, ValueError) as error:
        raise ApiError(400, f"cadence.cron: {error} in {cron!r}") from None
    if len(schedule.minutes) * len(schedule.hours) > 1:
        raise ApiError(400, f"cadence.cron: a monitor runs at most once a day, {cron!r} is more often")
    if next(schedule, None) is None:
        raise ApiError(400, f"cadence.cron: {cron!r} never fires")


def next_firing(cron: str, timezone: str, after: datetime) -> datetime | None:
    """Tell when a cadence that was checked fires next; None if it never does again."""
    firings = (firing.astimezone(UTC) for firing in CronSim(cron, after.astimezone(_zone(timezone))))
    # In the hour that a clock goes through twice, the first firing to be named may be over.
    return next((firing for firing in firings if firing > after), None)


def _zone(name: str) -> tzinfo:
    if name == DEFAULT_TIMEZONE:
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # OSError: the name of a folder in the data base, such as America.
        raise ApiError(400, f"cadence.timezone: unknown time zone {name!r}") from None
