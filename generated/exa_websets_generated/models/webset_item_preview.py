from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..types import Record, a_model, a_time, as_subclass, copied, new, others

_PROPERTIES_BY_TAG = {
    "company": "CompanyItemProperties",
    "person": "PersonItemProperties",
    "article": "ArticleItemProperties",
    "research_paper": "ResearchPaperItemProperties",
    "custom": "CustomItemProperties",
}


@define(eq=False, repr=False)
class WebsetItemPreview(Record):
    """An item that a search would find."""

    id: str
    """The id, assigned by the service."""
    properties: models.ItemProperties
    """The properties of an item; unknown types are preserved as received."""
    created_at: datetime.datetime
    """When the item was found."""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("id", "properties", "createdAt")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not WebsetItemPreview:
            return as_subclass(cls, WebsetItemPreview.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "id"]
            self.id = v if type(v) is str else wrong(v, "a string")
            v = d[key := "properties"]
            self.properties = a_model(v, "type", _PROPERTIES_BY_TAG, "UnknownItemProperties")
            v = d[key := "createdAt"]
            self.created_at = a_time(v)
            self.additional_properties = {} if len(d) == 3 else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {
            "id": self.id,
            "properties": self.properties.to_dict(),
            "createdAt": self.created_at.isoformat(),
        }
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


_names = frozenset(WebsetItemPreview._FIELDS)
