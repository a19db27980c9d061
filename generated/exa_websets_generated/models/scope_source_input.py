from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from .. import models
from ..errors import malformed, wrong
from ..models.source import Source
from ..types import UNSET, Record, Unset, as_subclass, new, one_of

_SOURCE = {member.value: member for member in Source}


@define(eq=False, repr=False)
class ScopeSourceInput(Record):
    """An import or a Webset to search in."""

    source: models.Source
    """Whether the source is an import or a Webset."""
    id: str
    """The id of the import or the Webset."""
    relationship: models.ScopeRelationshipInput | Unset = UNSET
    """A relationship between the entities of a source and the results."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("source", "id", "relationship")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not ScopeSourceInput:
            return as_subclass(cls, ScopeSourceInput.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "source"]
            self.source = one_of(_SOURCE, v, "import, webset")
            v = d[key := "id"]
            self.id = v if type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "relationship") in d else UNSET
            self.relationship = v if v is UNSET else models.ScopeRelationshipInput.from_dict(v)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {"source": self.source._value_, "id": self.id}
        if self.relationship is not UNSET:
            d["relationship"] = self.relationship.to_dict()
        return d
