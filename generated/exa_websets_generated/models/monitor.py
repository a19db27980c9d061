from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..models.monitor_status import MonitorStatus
from ..types import Record, a_model, a_time, as_subclass, copied, new, others

_MONITOR_STATUS = {member.value: member for member in MonitorStatus}

_BEHAVIOR_BY_TAG = {"search": "MonitorSearchBehavior"}


@define(eq=False, repr=False)
class Monitor(Record):
    """A search that runs on a schedule and starts its Webset each time."""

    id: str
    """The id, assigned by the service."""
    status: models.MonitorStatus | str
    """Whether the monitor is enabled."""
    webset_id: str
    """The id of the Webset."""
    cadence: models.MonitorCadence
    """The schedule of a monitor."""
    behavior: models.MonitorBehavior
    """What a monitor does on each run; unknown types are preserved as received."""
    last_run: models.MonitorRun | None
    """The latest run; null before the first run."""
    next_run_at: datetime.datetime | None
    """When the monitor runs next; null while it is disabled."""
    metadata: models.Metadata
    """Key-value pairs attached by the caller, as stored by the service."""
    created_at: datetime.datetime
    """When the monitor was created."""
    updated_at: datetime.datetime
    """When the monitor was last updated."""
    object_: Literal["monitor"] = "monitor"
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = (
        "id",
        "status",
        "websetId",
        "cadence",
        "behavior",
        "lastRun",
        "nextRunAt",
        "metadata",
        "createdAt",
        "updatedAt",
        "object",
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not Monitor:
            return as_subclass(cls, Monitor.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "id"]
            self.id = v if type(v) is str else wrong(v, "a string")
            v = d[key := "status"]
            self.status = _MONITOR_STATUS.get(v, v) if type(v) is str else wrong(v, "a string")
            v = d[key := "websetId"]
            self.webset_id = v if type(v) is str else wrong(v, "a string")
            v = d[key := "cadence"]
            self.cadence = models.MonitorCadence.from_dict(v)
            v = d[key := "behavior"]
            self.behavior = a_model(v, "type", _BEHAVIOR_BY_TAG, "UnknownMonitorBehavior")
            v = d[key := "lastRun"]
            self.last_run = v if v is None else models.MonitorRun.from_dict(v)
            v = d[key := "nextRunAt"]
            self.next_run_at = v if v is None else a_time(v)
            v = d[key := "metadata"]
            self.metadata = models.Metadata.from_dict(v)
            v = d[key := "createdAt"]
            self.created_at = a_time(v)
            v = d[key := "updatedAt"]
            self.updated_at = a_time(v)
            v = d[key := "object"]
            self.object_ = v if v == "monitor" else copied(v)
            self.additional_properties = {} if len(d) == 11 else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {
            "id": self.id,
            "status": self.status._value_ if type(self.status) is MonitorStatus else self.status,
            "websetId": self.webset_id,
            "cadence": self.cadence.to_dict(),
            "behavior": self.behavior.to_dict(),
            "lastRun": None if self.last_run is None else self.last_run.to_dict(),
            "nextRunAt": None if self.next_run_at is None else self.next_run_at.isoformat(),
            "metadata": self.metadata.to_dict(),
            "createdAt": self.created_at.isoformat(),
            "updatedAt": self.updated_at.isoformat(),
            "object": self.object_ if self.object_ == "monitor" else copied(self.object_),
        }
        return {**copied(self.additional_properties), **d} if self.additional_properties else d

    @property
    def additional_keys(self) -> list[str]:
        """Names of the fields that are not in the API description."""
        return list(self.additional_properties)

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


_names = frozenset(Monitor._FIELDS)
