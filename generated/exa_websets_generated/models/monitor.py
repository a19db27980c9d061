from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, tag_of, wrong
from ..models.monitor_status import MonitorStatus

fromisoformat = datetime.datetime.fromisoformat
_MONITOR_STATUS: dict[str, MonitorStatus] = {member.value: member for member in MonitorStatus}

_BEHAVIOR_BY_TAG: dict[object, str] = {"search": "MonitorSearchBehavior"}


@define
class Monitor:
    """A search that runs again on a schedule and sets its Webset running each time."""

    id: str
    """The id the service gave. """
    status: MonitorStatus | str
    """Whether it fires. """
    webset_id: str
    """The Webset it belongs to. """
    cadence: models.MonitorCadence
    """When a monitor fires. """
    behavior: models.MonitorBehavior
    """What a monitor does each time; behaviors that are new to this document are kept whole. """
    last_run: models.MonitorRun | None
    """The latest run; null before the first. """
    next_run_at: datetime.datetime | None
    """When it fires next; null while it is disabled. """
    metadata: models.Metadata
    """The caller's own names and values, as the service keeps them. """
    created_at: datetime.datetime
    """When the monitor was created. """
    updated_at: datetime.datetime
    """When the monitor last changed. """
    object_: Literal["monitor"] = "monitor"
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

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
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            return cls(
                v if type(v := d[key := "id"]) is str else wrong(v, "a string"),
                _MONITOR_STATUS.get(v, v) if type(v := d[key := "status"]) is str else wrong(v, "a string"),
                v if type(v := d[key := "websetId"]) is str else wrong(v, "a string"),
                models.MonitorCadence.from_dict(d[key := "cadence"]),
                getattr(
                    models, _BEHAVIOR_BY_TAG.get(tag_of((v := d[key := "behavior"]), "type"), "UnknownMonitorBehavior")
                ).from_dict(v),
                None if (v := d[key := "lastRun"]) is None else models.MonitorRun.from_dict(v),
                None
                if (v := d[key := "nextRunAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo
                else wrong(m, "a point in time with its zone"),
                models.Metadata.from_dict(d[key := "metadata"]),
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
            "status": self.status._value_ if isinstance(self.status, MonitorStatus) else self.status,
            "websetId": self.webset_id,
            "cadence": self.cadence.to_dict(),
            "behavior": self.behavior.to_dict(),
            "lastRun": None if self.last_run is None else self.last_run.to_dict(),
            "nextRunAt": None if self.next_run_at is None else self.next_run_at.isoformat(),
            "metadata": self.metadata.to_dict(),
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


_names = frozenset(Monitor._FIELDS)
