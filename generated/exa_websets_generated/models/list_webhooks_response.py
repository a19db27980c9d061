from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong

fromisoformat = datetime.datetime.fromisoformat


@define
class ListWebhooksResponse:
    """A page of webhooks."""

    data: list[models.Webhook]
    """The webhooks of this page. """
    has_more: bool
    """Whether more follow, as far as the service knows; `nextCursor` decides. """
    next_cursor: str | None
    """Where the next page starts; null on the last page. """
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("data", "hasMore", "nextCursor")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            return cls(
                [models.Webhook.from_dict(x) for x in v] if type(v := d[key := "data"]) is list else wrong(v, "a list"),
                v if type(v := d[key := "hasMore"]) is bool else wrong(v, "true or false"),
                None if (v := d[key := "nextCursor"]) is None else v if type(v) is str else wrong(v, "a string"),
                {} if len(d) == 3 else {name: x for name, x in d.items() if name not in _names},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {
            "data": [x.to_dict() for x in self.data],
            "hasMore": self.has_more,
            "nextCursor": self.next_cursor,
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


_names = frozenset(ListWebhooksResponse._FIELDS)
