from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from ..errors import malformed, wrong
from ..types import UNSET, Record, Unset, as_subclass, new, number_types


@define(eq=False, repr=False)
class CsvOptionsInput(Record):
    """Options for reading a CSV file."""

    identifier: int | Unset = UNSET
    """The zero-based index of the column that identifies a row, such as a URL."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("identifier",)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not CsvOptionsInput:
            return as_subclass(cls, CsvOptionsInput.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key] if (key := "identifier") in d else UNSET
            self.identifier = v if v is UNSET or type(v) in number_types else wrong(v, "a number")
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {}
        if self.identifier is not UNSET:
            d["identifier"] = self.identifier
        return d
