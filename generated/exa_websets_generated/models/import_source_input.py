from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from ..errors import malformed, wrong
from ..models.source import Source
from ..types import UNSET, Unset

fromisoformat = datetime.datetime.fromisoformat
_SOURCE: dict[str, Source] = {member.value: member for member in Source}


@define
class ImportSourceInput:
    """An import or a Webset whose rows become items of a new Webset."""

    source: Source
    """Where rows come from. """
    id: str
    """The id of the import or the Webset. """
    evaluate: bool | Unset = UNSET
    """Whether the rows are checked against the criteria of the search. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("source", "id", "evaluate")

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
                if (v := get(key := "evaluate", UNSET)) is UNSET
                else v
                if type(v) is bool
                else wrong(v, "true or false"),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {"source": self.source._value_, "id": self.id}
        if self.evaluate is not UNSET:
            d["evaluate"] = self.evaluate
        return d
