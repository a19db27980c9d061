"""The cadence of a monitor: a cron expression of five fields in a time zone, at most once a day."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from .._wire.errors import ApiError

DEFAULT_TIMEZONE = "Etc/UTC"
_FIELDS = 5


def check_cadence(cron: str, timezone: str, at: datetime) -> None:
    """Reject a cadence that is malformed, fires more than once a day, or never fires after `at`."""
    zone = _zone(timezone)
    if len(cron.split()) != _FIELDS:
        raise ApiError(400, f"cadence.cron: expected {_FIELDS} fields, minute hour day month weekday, got {cron!r}")
    try:
        schedule = CronSim(cron, at.astimezone(zone))
    except (CronSimError, ValueError) as error:
        raise ApiError(400, f"cadence.cron: {error} in {cron!r}") from None
    if len(schedule.minutes) * len(schedule.hours) > 1:
        raise ApiError(400, f"cadence.cron: a monitor runs at most once a day, but {cron!r} fires more often")
    if next(schedule, None) is None:
        raise ApiError(400, f"cadence.cron: {cron!r} never fires")


def next_firing(cron: str, timezone: str, after: datetime) -> datetime | None:
    """Return when a valid cadence fires next, or None if it never fires again."""
    firings = (firing.astimezone(UTC) for firing in CronSim(cron, after.astimezone(_zone(timezone))))
    # When clocks are set back in autumn an hour repeats, so the first firing may be in the past.
    return next((firing for firing in firings if firing > after), None)


def _zone(name: str) -> tzinfo:
    if name == DEFAULT_TIMEZONE:
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # OSError: the name is a folder of the time zone database, such as America.
        raise ApiError(400, f"cadence.timezone: unknown time zone {name!r}") from None
