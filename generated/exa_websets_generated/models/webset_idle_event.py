from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong

fromisoformat = datetime.datetime.fromisoformat


@define
class WebsetIdleEvent:
    """Nothing runs in a Webset any more."""

    id: str
    """The id the service gave. """
    data: models.Webset
    """A collection of items, with the searches, imports, enrichments and monitors that fill it. """
    created_at: datetime.datetime
    """When it happened. """
    type_: Literal["webset.idle"] = "webset.idle"
    object_: Literal["event"] = "event"
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("id", "data", "createdAt", "type", "object")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        d: dict[str, Any] = {}
        try:
            d = {**src_dict}
            pop = d.pop
            return cls(
                v if type(v := pop("id")) is str else wrong(v, "a string"),
                models.Webset.from_dict(pop("data")),
                m if (m := fromisoformat(pop("createdAt"))).tzinfo else wrong(m, "a point in time with its zone"),
                v if (v := pop("type")) == "webset.idle" else wrong(v, "webset.idle"),
                pop("object"),
                d,
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, d, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {
            **self.additional_properties,
            "id": self.id,
            "data": self.data.to_dict(),
            "createdAt": self.created_at.isoformat(),
            "type": self.type_,
            "object": self.object_,
        }
        return d

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
