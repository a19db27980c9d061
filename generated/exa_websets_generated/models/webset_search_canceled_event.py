from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong

fromisoformat = datetime.datetime.fromisoformat


@define
class WebsetSearchCanceledEvent:
    """A search was canceled."""

    id: str
    """The id the service gave. """
    data: models.WebsetSearch
    """A search in a Webset. """
    created_at: datetime.datetime
    """When it happened. """
    type_: Literal["webset.search.canceled"] = "webset.search.canceled"
    object_: Literal["event"] = "event"
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("id", "data", "createdAt", "type", "object")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            return cls(
                v if type(v := d[key := "id"]) is str else wrong(v, "a string"),
                models.WebsetSearch.from_dict(d[key := "data"]),
                m if (m := fromisoformat(d[key := "createdAt"])).tzinfo else wrong(m, "a point in time with its zone"),
                v if (v := d[key := "type"]) == "webset.search.canceled" else wrong(v, "webset.search.canceled"),
                d[key := "object"],
                {} if len(d) == 5 else {name: x for name, x in d.items() if name not in _names},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {
            "id": self.id,
            "data": self.data.to_dict(),
            "createdAt": self.created_at.isoformat(),
            "type": self.type_,
            "object": self.object_,
        }
        return {**self.additional_properties, **d} if self.additional_properties else d

    @property
    def additional_keys(self) -> list[str]:
        """Name the fields that the document does not name."""
        return list(self.additional_properties)

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


_names = frozenset(WebsetSearchCanceledEvent._FIELDS)
