from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from ..errors import malformed, wrong
from ..types import UNSET, Unset

fromisoformat = datetime.datetime.fromisoformat


@define
class CsvOptionsInput:
    """How to read a CSV file."""

    identifier: int | Unset = UNSET
    """The column that tells the rows apart, counted from 0, such as that of a URL. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("identifier",)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            get = d.get
            return cls(
                UNSET
                if (v := get(key := "identifier", UNSET)) is UNSET
                else v
                if (t := type(v)) is int or t is float
                else wrong(v, "a number")
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {}
        if self.identifier is not UNSET:
            d["identifier"] = self.identifier
        return d
