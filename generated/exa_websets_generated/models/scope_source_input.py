from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from .. import models
from ..errors import malformed, wrong
from ..models.source import Source
from ..types import UNSET, Unset

fromisoformat = datetime.datetime.fromisoformat
_SOURCE: dict[str, Source] = {member.value: member for member in Source}


@define
class ScopeSourceInput:
    """An import or a Webset to look in."""

    source: Source
    """Where rows come from. """
    id: str
    """The id of the import or the Webset. """
    relationship: models.ScopeRelationshipInput | Unset = UNSET
    """A step from the rows of a source to the things to find. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("source", "id", "relationship")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            get = d.get
            return cls(
                (_SOURCE.get(v) if type((v := d[key := "source"])) is str else None)
                or wrong(v, "one of import, webset"),
                v if type(v := d[key := "id"]) is str else wrong(v, "a string"),
                UNSET
                if (v := get(key := "relationship", UNSET)) is UNSET
                else models.ScopeRelationshipInput.from_dict(v),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {"source": self.source._value_, "id": self.id}
        if self.relationship is not UNSET:
            d["relationship"] = self.relationship.to_dict()
        return d
