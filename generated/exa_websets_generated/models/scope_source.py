from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..models.source import Source
from ..types import UNSET, Record, Unset, as_subclass, copied, new, others

_SOURCE = {member.value: member for member in Source}


@define(eq=False, repr=False)
class ScopeSource(Record):
    """An import or a Webset to search in."""

    source: models.Source | str
    """Whether the id belongs to an import or a Webset."""
    id: str
    """The id of the import or the Webset."""
    relationship: models.ScopeRelationship | None | Unset = UNSET
    """How the results relate to the entities of the source."""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("source", "id", "relationship")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not ScopeSource:
            return as_subclass(cls, ScopeSource.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "source"]
            self.source = _SOURCE.get(v, v) if type(v) is str else wrong(v, "a string")
            v = d[key := "id"]
            self.id = v if type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "relationship") in d else UNSET
            self.relationship = v if v is UNSET or v is None else models.ScopeRelationship.from_dict(v)
            self.additional_properties = {} if _names.issuperset(d) else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {
            "source": self.source._value_ if type(self.source) is Source else self.source,
            "id": self.id,
        }
        if self.relationship is not UNSET:
            d["relationship"] = None if self.relationship is None else self.relationship.to_dict()
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


_names = frozenset(ScopeSource._FIELDS)
