from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from ..errors import malformed, wrong
from ..types import UNSET, Record, Unset, as_subclass, new


@define(eq=False, repr=False)
class MonitorCadenceInput(Record):
    """The schedule of a monitor."""

    cron: str
    """A cron expression with five fields that runs at most once a day."""
    timezone: str | Unset = UNSET
    """The IANA time zone of the cron expression; defaults to Etc/UTC."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("cron", "timezone")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not MonitorCadenceInput:
            return as_subclass(cls, MonitorCadenceInput.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "cron"]
            self.cron = v if type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "timezone") in d else UNSET
            self.timezone = v if v is UNSET or type(v) is str else wrong(v, "a string")
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {"cron": self.cron}
        if self.timezone is not UNSET:
            d["timezone"] = self.timezone
        return d
