from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from ..errors import malformed, wrong
from ..types import Record, as_subclass, new


@define(eq=False, repr=False)
class CriterionInput(Record):
    """A condition that each item must meet."""

    description: str
    """The condition in natural language."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("description",)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not CriterionInput:
            return as_subclass(cls, CriterionInput.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "description"]
            self.description = v if type(v) is str else wrong(v, "a string")
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {"description": self.description}
        return d
