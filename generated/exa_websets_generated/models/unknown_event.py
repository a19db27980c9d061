from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from ..errors import malformed, wrong
from ..types import UNSET, Record, Unset, a_time, as_subclass, copied, new, others


@define(eq=False, repr=False)
class UnknownEvent(Record):
    """An event whose type is not in the API description."""

    type_: str
    """The type as sent by the service."""
    id: str
    """The id, assigned by the service."""
    created_at: datetime.datetime
    """When the event occurred."""
    object_: Literal["event"] = "event"
    data: Any | Unset = UNSET
    """The affected object, as received."""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("type", "id", "createdAt", "object", "data")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not UnknownEvent:
            return as_subclass(cls, UnknownEvent.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "type"]
            self.type_ = v if type(v) is str else wrong(v, "a string")
            v = d[key := "id"]
            self.id = v if type(v) is str else wrong(v, "a string")
            v = d[key := "createdAt"]
            self.created_at = a_time(v)
            v = d[key := "object"]
            self.object_ = v if v == "event" else copied(v)
            v = d[key] if (key := "data") in d else UNSET
            self.data = v if v is UNSET else copied(v)
            self.additional_properties = {} if _names.issuperset(d) else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {
            "type": self.type_,
            "id": self.id,
            "createdAt": self.created_at.isoformat(),
            "object": self.object_ if self.object_ == "event" else copied(self.object_),
        }
        if self.data is not UNSET:
            d["data"] = copied(self.data)
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


_names = frozenset(UnknownEvent._FIELDS)
