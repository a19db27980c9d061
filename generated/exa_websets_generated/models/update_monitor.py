from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from .. import models
from ..errors import malformed, wrong
from ..models.monitor_status import MonitorStatus
from ..types import UNSET, Unset

fromisoformat = datetime.datetime.fromisoformat
_MONITOR_STATUS: dict[str, MonitorStatus] = {member.value: member for member in MonitorStatus}


@define
class UpdateMonitor:
    """What to change about a monitor."""

    status: MonitorStatus | Unset = UNSET
    """Whether a monitor fires. """
    cadence: models.MonitorCadenceInput | Unset = UNSET
    """When a monitor is to fire. """
    behavior: models.MonitorBehaviorInput | Unset = UNSET
    """What a monitor is to do; a search is all there is. """
    metadata: models.MetadataInput | Unset = UNSET
    """The caller's own names and values; each value is text. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("status", "cadence", "behavior", "metadata")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            get = d.get
            return cls(
                UNSET
                if (v := get(key := "status", UNSET)) is UNSET
                else (_MONITOR_STATUS.get(v) if type(v) is str else None) or wrong(v, "one of enabled, disabled"),
                UNSET if (v := get(key := "cadence", UNSET)) is UNSET else models.MonitorCadenceInput.from_dict(v),
                UNSET if (v := get(key := "behavior", UNSET)) is UNSET else models.MonitorBehaviorInput.from_dict(v),
                UNSET if (v := get(key := "metadata", UNSET)) is UNSET else models.MetadataInput.from_dict(v),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {}
        if self.status is not UNSET:
            d["status"] = self.status._value_
        if self.cadence is not UNSET:
            d["cadence"] = self.cadence.to_dict()
        if self.behavior is not UNSET:
            d["behavior"] = self.behavior.to_dict()
        if self.metadata is not UNSET:
            d["metadata"] = self.metadata.to_dict()
        return d
