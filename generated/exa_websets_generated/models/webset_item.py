from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..models.item_source import ItemSource
from ..types import UNSET, Record, Unset, a_list, a_model, a_time, as_subclass, copied, new, others

_ITEM_SOURCE = {member.value: member for member in ItemSource}

_PROPERTIES_BY_TAG = {
    "company": "CompanyItemProperties",
    "person": "PersonItemProperties",
    "article": "ArticleItemProperties",
    "research_paper": "ResearchPaperItemProperties",
    "custom": "CustomItemProperties",
}


@define(eq=False, repr=False)
class WebsetItem(Record):
    """An item in a Webset."""

    id: str
    """The id, assigned by the service."""
    source: models.ItemSource | str
    """Whether the item comes from a search or an import."""
    source_id: str
    """The id of the search or import that the item comes from."""
    webset_id: str
    """The id of the Webset."""
    properties: models.ItemProperties
    """The properties of an item; unknown types are preserved as received."""
    evaluations: list[models.ItemEvaluation]
    """The result for each criterion."""
    enrichments: list[models.EnrichmentResult] | None
    """The enrichment results, in no particular order; match them by `enrichmentId`. Null or empty until
    there are results."""
    created_at: datetime.datetime
    """When the item was found."""
    updated_at: datetime.datetime
    """When the item was last updated."""
    object_: Literal["webset_item"] = "webset_item"
    source_entity_id: str | None | Unset = UNSET
    """The email, name or URL that identified the row; only for imported items, sent since May 2026."""
    scope_id: str | None | Unset = UNSET
    """The id of the import that the item comes from, if it is evaluated; sent since May 2026."""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = (
        "id",
        "source",
        "sourceId",
        "websetId",
        "properties",
        "evaluations",
        "enrichments",
        "createdAt",
        "updatedAt",
        "object",
        "sourceEntityId",
        "scopeId",
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not WebsetItem:
            return as_subclass(cls, WebsetItem.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "id"]
            self.id = v if type(v) is str else wrong(v, "a string")
            v = d[key := "source"]
            self.source = _ITEM_SOURCE.get(v, v) if type(v) is str else wrong(v, "a string")
            v = d[key := "sourceId"]
            self.source_id = v if type(v) is str else wrong(v, "a string")
            v = d[key := "websetId"]
            self.webset_id = v if type(v) is str else wrong(v, "a string")
            v = d[key := "properties"]
            self.properties = a_model(v, "type", _PROPERTIES_BY_TAG, "UnknownItemProperties")
            v = d[key := "evaluations"]
            self.evaluations = (
                [models.ItemEvaluation.from_dict(x) for x in v] if type(v) is list else wrong(v, "a list")
            )
            v = d[key := "enrichments"]
            self.enrichments = v if v is None else [models.EnrichmentResult.from_dict(x) for x in a_list(v)]
            v = d[key := "createdAt"]
            self.created_at = a_time(v)
            v = d[key := "updatedAt"]
            self.updated_at = a_time(v)
            v = d[key := "object"]
            self.object_ = v if v == "webset_item" else copied(v)
            v = d[key] if (key := "sourceEntityId") in d else UNSET
            self.source_entity_id = v if v is UNSET or v is None or type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "scopeId") in d else UNSET
            self.scope_id = v if v is UNSET or v is None or type(v) is str else wrong(v, "a string")
            self.additional_properties = {} if _names.issuperset(d) else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {
            "id": self.id,
            "source": self.source._value_ if type(self.source) is ItemSource else self.source,
            "sourceId": self.source_id,
            "websetId": self.webset_id,
            "properties": self.properties.to_dict(),
            "evaluations": [x.to_dict() for x in self.evaluations],
            "enrichments": None if self.enrichments is None else [x.to_dict() for x in self.enrichments],
            "createdAt": self.created_at.isoformat(),
            "updatedAt": self.updated_at.isoformat(),
            "object": self.object_ if self.object_ == "webset_item" else copied(self.object_),
        }
        if self.source_entity_id is not UNSET:
            d["sourceEntityId"] = self.source_entity_id
        if self.scope_id is not UNSET:
            d["scopeId"] = self.scope_id
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


_names = frozenset(WebsetItem._FIELDS)
