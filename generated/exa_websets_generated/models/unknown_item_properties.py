from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from ..errors import malformed, wrong
from ..types import UNSET, Record, Unset, as_subclass, copied, new, others


@define(eq=False, repr=False)
class UnknownItemProperties(Record):
    """The properties of an item whose type is not in the API description. The declared fields are those
    that all known types share; they may be absent or have another type."""

    type_: str
    """The type as sent by the service."""
    url: Any | Unset = UNSET
    """The URL of the item. Any value is accepted."""
    description: Any | Unset = UNSET
    """Why the item matches the search. Any value is accepted."""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("type", "url", "description")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not UnknownItemProperties:
            return as_subclass(cls, UnknownItemProperties.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "type"]
            self.type_ = v if type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "url") in d else UNSET
            self.url = v if v is UNSET else copied(v)
            v = d[key] if (key := "description") in d else UNSET
            self.description = v if v is UNSET else copied(v)
            self.additional_properties = {} if _names.issuperset(d) else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {"type": self.type_}
        if self.url is not UNSET:
            d["url"] = copied(self.url)
        if self.description is not UNSET:
            d["description"] = copied(self.description)
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


_names = frozenset(UnknownItemProperties._FIELDS)
