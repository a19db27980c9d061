from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, tag_of, wrong
from ..models.item_source import ItemSource
from ..types import UNSET, Unset

fromisoformat = datetime.datetime.fromisoformat
_ITEM_SOURCE: dict[str, ItemSource] = {member.value: member for member in ItemSource}

_PROPERTIES_BY_TAG: dict[object, str] = {
    "company": "CompanyItemProperties",
    "person": "PersonItemProperties",
    "article": "ArticleItemProperties",
    "research_paper": "ResearchPaperItemProperties",
    "custom": "CustomItemProperties",
}


@define
class WebsetItem:
    """One thing in a Webset."""

    id: str
    """The id the service gave. """
    source: ItemSource | str
    """What brought it in. """
    source_id: str
    """The id of the search or the import that brought it in. """
    webset_id: str
    """The Webset it belongs to. """
    properties: models.ItemProperties
    """What is known of an item; kinds that are new to this document are kept whole. """
    evaluations: list[models.ItemEvaluation]
    """How it did on each criterion. """
    enrichments: list[models.EnrichmentResult] | None
    """The answers of the enrichments; null or empty before there are any. """
    created_at: datetime.datetime
    """When it was found. """
    updated_at: datetime.datetime
    """When it last changed. """
    object_: Literal["webset_item"] = "webset_item"
    source_entity_id: str | None | Unset = UNSET
    """The row it stems from; sent since May 2026. """
    scope_id: str | None | Unset = UNSET
    """The scope it was found in; sent since May 2026. """
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

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
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            get = d.get
            return cls(
                v if type(v := d[key := "id"]) is str else wrong(v, "a string"),
                _ITEM_SOURCE.get(v, v) if type(v := d[key := "source"]) is str else wrong(v, "a string"),
                v if type(v := d[key := "sourceId"]) is str else wrong(v, "a string"),
                v if type(v := d[key := "websetId"]) is str else wrong(v, "a string"),
                getattr(
                    models,
                    _PROPERTIES_BY_TAG.get(tag_of((v := d[key := "properties"]), "type"), "UnknownItemProperties"),
                ).from_dict(v),
                [models.ItemEvaluation.from_dict(x) for x in v]
                if type(v := d[key := "evaluations"]) is list
                else wrong(v, "a list"),
                None
                if (v := d[key := "enrichments"]) is None
                else [models.EnrichmentResult.from_dict(x) for x in v]
                if type(v) is list
                else wrong(v, "a list"),
                m if (m := fromisoformat(d[key := "createdAt"])).tzinfo else wrong(m, "a point in time with its zone"),
                m if (m := fromisoformat(d[key := "updatedAt"])).tzinfo else wrong(m, "a point in time with its zone"),
                d[key := "object"],
                UNSET
                if (v := get(key := "sourceEntityId", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                UNSET
                if (v := get(key := "scopeId", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                {} if _names.issuperset(d) else {name: x for name, x in d.items() if name not in _names},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {
            "id": self.id,
            "source": self.source._value_ if isinstance(self.source, ItemSource) else self.source,
            "sourceId": self.source_id,
            "websetId": self.webset_id,
            "properties": self.properties.to_dict(),
            "evaluations": [x.to_dict() for x in self.evaluations],
            "enrichments": None if self.enrichments is None else [x.to_dict() for x in self.enrichments],
            "createdAt": self.created_at.isoformat(),
            "updatedAt": self.updated_at.isoformat(),
            "object": self.object_,
        }
        if self.source_entity_id is not UNSET:
            d["sourceEntityId"] = self.source_entity_id
        if self.scope_id is not UNSET:
            d["scopeId"] = self.scope_id
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


_names = frozenset(WebsetItem._FIELDS)
