"""Filters, which select the Websets that `active` returns and `cancel_all` cancels."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from attrs import frozen

from .._generated import models
from .listed import MalformedWebset


@frozen
class Filter:
    """The conditions that select a Webset. Use `make_filter` to create one, because it validates the values."""

    status: str
    metadata: Mapping[str, Any]
    except_metadata: Mapping[str, Any]
    older_than: timedelta | None

    def selects(self, webset: models.Webset | MalformedWebset, now: datetime) -> bool:
        """Return True if a Webset matches. It does not match if a value that the filter needs cannot be read.

        Any status except idle counts as running: a pending Webset is about to run, and an unknown or unreadable status
        may mean the same.
        """
        is_running = webset.status != "idle"
        if not (is_running if self.status == "running" else webset.status == self.status):
            return False
        return self.what_is_unreadable(webset) is None and self._fits(webset, now)

    def what_is_unreadable(self, webset: models.Webset | MalformedWebset) -> str | None:
        """Return the name of a value that the filter needs and that cannot be read, or None."""
        if isinstance(webset, MalformedWebset):
            if webset.metadata is None and (self.metadata or self.except_metadata):
                return "metadata"
            if webset.created_at is None and self.older_than is not None:
                return "age"
        return None

    def _fits(self, webset: models.Webset | MalformedWebset, now: datetime) -> bool:
        own: Mapping[str, Any] = webset.metadata.additional_properties if webset.metadata else {}
        if not self.metadata.items() <= own.items() or any(
            pair in own.items() for pair in self.except_metadata.items()
        ):
            return False
        return self.older_than is None or (webset.created_at is not None and now - webset.created_at >= self.older_than)


def make_filter(
    status: str,
    metadata: Mapping[str, Any] | None,
    except_metadata: Mapping[str, Any] | None,
    older_than: float | timedelta | None,
) -> Filter:
    """Return a filter.

    Args:
        status: The status; "running" selects every Webset that is not idle.
        metadata: Names and values that must all be in the metadata.
        except_metadata: Names and values that must not be in the metadata.
        older_than: The minimum age, in seconds or as a timedelta.

    Raises:
        ValueError: the status does not exist, or the age is negative or not a number.
    """
    if status not in [*models.WebsetStatus]:
        raise ValueError(f"there is no status {status!r}; use one of {', '.join(models.WebsetStatus)}")
    age = older_than
    if age is not None and not isinstance(age, timedelta):
        if isinstance(age, bool) or not isinstance(age, int | float) or not math.isfinite(age):  # pyright: ignore[reportUnnecessaryIsInstance] (callers without a type checker)
            raise ValueError(f"older_than is {age!r}; it must be a number of seconds or a timedelta")
        age = timedelta(seconds=age)
    if age is not None and age < timedelta(0):
        raise ValueError(f"older_than is {older_than!r}; it must not be negative")
    return Filter(status, metadata or {}, except_metadata or {}, age)
