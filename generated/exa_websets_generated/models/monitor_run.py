from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from ..errors import malformed, wrong
from ..models.monitor_run_status import MonitorRunStatus
from ..models.monitor_run_type import MonitorRunType

fromisoformat = datetime.datetime.fromisoformat
_MONITOR_RUN_STATUS: dict[str, MonitorRunStatus] = {member.value: member for member in MonitorRunStatus}
_MONITOR_RUN_TYPE: dict[str, MonitorRunType] = {member.value: member for member in MonitorRunType}


@define
class MonitorRun:
    """One firing of a monitor."""

    id: str
    """The id the service gave. """
    status: MonitorRunStatus | str
    """How far the run is. """
    monitor_id: str
    """The monitor that fired. """
    type_: MonitorRunType | str
    """What the run does. """
    completed_at: datetime.datetime | None
    """When it completed. """
    failed_at: datetime.datetime | None
    """When it failed. """
    failed_reason: str | None
    """Why it failed. """
    canceled_at: datetime.datetime | None
    """When it was canceled. """
    created_at: datetime.datetime
    """When it started. """
    updated_at: datetime.datetime
    """When it last changed. """
    object_: Literal["monitor_run"] = "monitor_run"
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

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
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            return cls(
                v if type(v := d[key := "id"]) is str else wrong(v, "a string"),
                _MONITOR_RUN_STATUS.get(v, v) if type(v := d[key := "status"]) is str else wrong(v, "a string"),
                v if type(v := d[key := "monitorId"]) is str else wrong(v, "a string"),
                _MONITOR_RUN_TYPE.get(v, v) if type(v := d[key := "type"]) is str else wrong(v, "a string"),
                None
                if (v := d[key := "completedAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo
                else wrong(m, "a point in time with its zone"),
                None
                if (v := d[key := "failedAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo
                else wrong(m, "a point in time with its zone"),
                None if (v := d[key := "failedReason"]) is None else v if type(v) is str else wrong(v, "a string"),
                None
                if (v := d[key := "canceledAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo
                else wrong(m, "a point in time with its zone"),
                m if (m := fromisoformat(d[key := "createdAt"])).tzinfo else wrong(m, "a point in time with its zone"),
                m if (m := fromisoformat(d[key := "updatedAt"])).tzinfo else wrong(m, "a point in time with its zone"),
                d[key := "object"],
                {} if len(d) == 11 else {name: x for name, x in d.items() if name not in _names},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {
            "id": self.id,
            "status": self.status._value_ if isinstance(self.status, MonitorRunStatus) else self.status,
            "monitorId": self.monitor_id,
            "type": self.type_._value_ if isinstance(self.type_, MonitorRunType) else self.type_,
            "completedAt": None if self.completed_at is None else self.completed_at.isoformat(),
            "failedAt": None if self.failed_at is None else self.failed_at.isoformat(),
            "failedReason": self.failed_reason,
            "canceledAt": None if self.canceled_at is None else self.canceled_at.isoformat(),
            "createdAt": self.created_at.isoformat(),
            "updatedAt": self.updated_at.isoformat(),
            "object": self.object_,
        }
        return {**self.additional_properties, **d} if self.additional_properties else d

    @property
    def additional_keys(self) -> list[str]:
        """Name the fields that the document does not name."""
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
