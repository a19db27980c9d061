from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..types import Record, a_time, as_subclass, copied, new, others


@define(eq=False, repr=False)
class WebsetPausedEvent(Record):
    """The service paused a Webset."""

    id: str
    """The id, assigned by the service."""
    data: models.Webset
    """A collection of items and the searches, imports, enrichments and monitors that produce them."""
    created_at: datetime.datetime
    """When the event occurred."""
    type_: Literal["webset.paused"] = "webset.paused"
    object_: Literal["event"] = "event"
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("id", "data", "createdAt", "type", "object")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not WebsetPausedEvent:
            return as_subclass(cls, WebsetPausedEvent.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "id"]
            self.id = v if type(v) is str else wrong(v, "a string")
            v = d[key := "data"]
            self.data = models.Webset.from_dict(v)
            v = d[key := "createdAt"]
            self.created_at = a_time(v)
            v = d[key := "type"]
            self.type_ = v if v == "webset.paused" else wrong(v, "webset.paused")
            v = d[key := "object"]
            self.object_ = v if v == "event" else copied(v)
            self.additional_properties = {} if len(d) == 5 else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {
            "id": self.id,
            "data": self.data.to_dict(),
            "createdAt": self.created_at.isoformat(),
            "type": self.type_,
            "object": self.object_ if self.object_ == "event" else copied(self.object_),
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


_names = frozenset(WebsetPausedEvent._FIELDS)
