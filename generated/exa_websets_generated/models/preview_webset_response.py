from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..types import UNSET, Unset

fromisoformat = datetime.datetime.fromisoformat


@define
class PreviewWebsetResponse:
    """What a search would look for."""

    search: models.PreviewSearch
    """What the service reads from a query. """
    enrichments: list[models.PreviewEnrichment]
    """What could be asked about each item. """
    items: list[models.WebsetItemPreview] | None | Unset = UNSET
    """Some items it finds, if they were asked for; sent since November 2025. """
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("search", "enrichments", "items")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            get = d.get
            return cls(
                models.PreviewSearch.from_dict(d[key := "search"]),
                [models.PreviewEnrichment.from_dict(x) for x in v]
                if type(v := d[key := "enrichments"]) is list
                else wrong(v, "a list"),
                UNSET
                if (v := get(key := "items", UNSET)) is UNSET
                else None
                if v is None
                else [models.WebsetItemPreview.from_dict(x) for x in v]
                if type(v) is list
                else wrong(v, "a list"),
                {} if _names.issuperset(d) else {name: x for name, x in d.items() if name not in _names},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {"search": self.search.to_dict(), "enrichments": [x.to_dict() for x in self.enrichments]}
        if self.items is not UNSET:
            d["items"] = None if self.items is None else [x.to_dict() for x in self.items]
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


_names = frozenset(PreviewWebsetResponse._FIELDS)
