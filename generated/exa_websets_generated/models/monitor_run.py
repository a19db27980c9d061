from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..models.monitor_run_status import MonitorRunStatus
from ..models.monitor_run_type import MonitorRunType
from ..types import Record, a_time, as_subclass, copied, new, others

_MONITOR_RUN_STATUS = {member.value: member for member in MonitorRunStatus}
_MONITOR_RUN_TYPE = {member.value: member for member in MonitorRunType}


@define(eq=False, repr=False)
class MonitorRun(Record):
    """A run of a monitor."""

    id: str
    """The id, assigned by the service."""
    status: models.MonitorRunStatus | str
    """The current status."""
    monitor_id: str
    """The id of the monitor."""
    type_: models.MonitorRunType | str
    """The type of the run."""
    completed_at: datetime.datetime | None
    """When the run was completed."""
    failed_at: datetime.datetime | None
    """When the run failed."""
    failed_reason: str | None
    """Why the run failed."""
    canceled_at: datetime.datetime | None
    """When the run was canceled."""
    created_at: datetime.datetime
    """When the run was created."""
    updated_at: datetime.datetime
    """When the run was last updated."""
    object_: Literal["monitor_run"] = "monitor_run"
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = (
        "id",
        "status",
        "monitorId",
        "type",
        "completedAt",
        "failedAt",
        "failedReason",
        "canceledAt",
        "createdAt",
        "updatedAt",
        "object",
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not MonitorRun:
            return as_subclass(cls, MonitorRun.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "id"]
            self.id = v if type(v) is str else wrong(v, "a string")
            v = d[key := "status"]
            self.status = _MONITOR_RUN_STATUS.get(v, v) if type(v) is str else wrong(v, "a string")
            v = d[key := "monitorId"]
            self.monitor_id = v if type(v) is str else wrong(v, "a string")
            v = d[key := "type"]
            self.type_ = _MONITOR_RUN_TYPE.get(v, v) if type(v) is str else wrong(v, "a string")
            v = d[key := "completedAt"]
            self.completed_at = v if v is None else a_time(v)
            v = d[key := "failedAt"]
            self.failed_at = v if v is None else a_time(v)
            v = d[key := "failedReason"]
            self.failed_reason = v if v is None or type(v) is str else wrong(v, "a string")
            v = d[key := "canceledAt"]
            self.canceled_at = v if v is None else a_time(v)
            v = d[key := "createdAt"]
            self.created_at = a_time(v)
            v = d[key := "updatedAt"]
            self.updated_at = a_time(v)
            v = d[key := "object"]
            self.object_ = v if v == "monitor_run" else copied(v)
            self.additional_properties = {} if len(d) == 11 else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {
            "id": self.id,
            "status": self.status._value_ if type(self.status) is MonitorRunStatus else self.status,
            "monitorId": self.monitor_id,
            "type": self.type_._value_ if type(self.type_) is MonitorRunType else self.type_,
            "completedAt": None if self.completed_at is None else self.completed_at.isoformat(),
            "failedAt": None if self.failed_at is None else self.failed_at.isoformat(),
            "failedReason": self.failed_reason,
            "canceledAt": None if self.canceled_at is None else self.canceled_at.isoformat(),
            "createdAt": self.created_at.isoformat(),
            "updatedAt": self.updated_at.isoformat(),
            "object": self.object_ if self.object_ == "monitor_run" else copied(self.object_),
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


_names = frozenset(MonitorRun._FIELDS)
