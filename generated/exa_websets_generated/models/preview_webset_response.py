from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..types import UNSET, Record, Unset, a_list, as_subclass, copied, new, others


@define(eq=False, repr=False)
class PreviewWebsetResponse(Record):
    """How a query would be interpreted."""

    search: models.PreviewSearch
    """The interpretation of a query."""
    enrichments: list[models.PreviewEnrichment]
    """Suggested enrichments."""
    items: list[models.WebsetItemPreview] | None | Unset = UNSET
    """Some matching items, if requested; sent since November 2025."""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("search", "enrichments", "items")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not PreviewWebsetResponse:
            return as_subclass(cls, PreviewWebsetResponse.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "search"]
            self.search = models.PreviewSearch.from_dict(v)
            v = d[key := "enrichments"]
            self.enrichments = (
                [models.PreviewEnrichment.from_dict(x) for x in v] if type(v) is list else wrong(v, "a list")
            )
            v = d[key] if (key := "items") in d else UNSET
            self.items = v if v is UNSET or v is None else [models.WebsetItemPreview.from_dict(x) for x in a_list(v)]
            self.additional_properties = {} if _names.issuperset(d) else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {"search": self.search.to_dict(), "enrichments": [x.to_dict() for x in self.enrichments]}
        if self.items is not UNSET:
            d["items"] = None if self.items is None else [x.to_dict() for x in self.items]
        return {**copied(self.additional_properties), **d} if self.additional_properties else d

    @property
    def additional_keys(self) -> list[str]:
        """Names of the fields that are not in the API description."""
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
