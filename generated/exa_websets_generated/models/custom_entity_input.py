from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define

from ..errors import malformed, wrong
from ..types import Record, as_subclass, new


@define(eq=False, repr=False)
class CustomEntityInput(Record):
    """An entity type described in natural language."""

    description: str
    """A description of the entity type."""
    type_: Literal["custom"] = "custom"

    _FIELDS: ClassVar[tuple[str, ...]] = ("description", "type")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not CustomEntityInput:
            return as_subclass(cls, CustomEntityInput.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "description"]
            self.description = v if type(v) is str else wrong(v, "a string")
            v = d[key := "type"]
            self.type_ = v if v == "custom" else wrong(v, "custom")
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {"description": self.description, "type": self.type_}
        return d
