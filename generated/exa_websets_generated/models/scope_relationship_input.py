from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from ..errors import malformed, wrong

fromisoformat = datetime.datetime.fromisoformat


@define
class ScopeRelationshipInput:
    """A step from the rows of a source to the things to find."""

    definition: str
    """The relation in words. """
    limit: float
    """The most things to take for one row. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("definition", "limit")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            return cls(
                v if type(v := d[key := "definition"]) is str else wrong(v, "a string"),
                v if (t := type(v := d[key := "limit"])) is int or t is float else wrong(v, "a number"),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {"definition": self.definition, "limit": self.limit}
        return d
