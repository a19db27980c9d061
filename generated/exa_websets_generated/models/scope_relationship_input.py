from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from ..errors import malformed, wrong
from ..types import Record, as_subclass, new, number_types


@define(eq=False, repr=False)
class ScopeRelationshipInput(Record):
    """A relationship between the entities of a source and the results."""

    definition: str
    """The relationship in natural language."""
    limit: float
    """Maximum number of results per entity of the source."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("definition", "limit")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not ScopeRelationshipInput:
            return as_subclass(cls, ScopeRelationshipInput.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "definition"]
            self.definition = v if type(v) is str else wrong(v, "a string")
            v = d[key := "limit"]
            self.limit = v if type(v) in number_types else wrong(v, "a number")
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {"definition": self.definition, "limit": self.limit}
        return d
