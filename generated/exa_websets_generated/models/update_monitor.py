from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from .. import models
from ..errors import malformed
from ..models.monitor_status import MonitorStatus
from ..types import UNSET, Record, Unset, as_subclass, new, one_of

_MONITOR_STATUS = {member.value: member for member in MonitorStatus}


@define(eq=False, repr=False)
class UpdateMonitor(Record):
    """The fields of a monitor to update."""

    status: models.MonitorStatus | Unset = UNSET
    """Whether a monitor is enabled."""
    cadence: models.MonitorCadenceInput | Unset = UNSET
    """The schedule of a monitor."""
    behavior: models.MonitorBehaviorInput | Unset = UNSET
    """What a monitor does on each run; the only type is search."""
    metadata: models.UnboundedMetadataInput | Unset = UNSET
    """Key-value pairs to attach; values are strings of any length."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("status", "cadence", "behavior", "metadata")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not UpdateMonitor:
            return as_subclass(cls, UpdateMonitor.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key] if (key := "status") in d else UNSET
            self.status = v if v is UNSET else one_of(_MONITOR_STATUS, v, "enabled, disabled")
            v = d[key] if (key := "cadence") in d else UNSET
            self.cadence = v if v is UNSET else models.MonitorCadenceInput.from_dict(v)
            v = d[key] if (key := "behavior") in d else UNSET
            self.behavior = v if v is UNSET else models.MonitorBehaviorInput.from_dict(v)
            v = d[key] if (key := "metadata") in d else UNSET
            self.metadata = v if v is UNSET else models.UnboundedMetadataInput.from_dict(v)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
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
