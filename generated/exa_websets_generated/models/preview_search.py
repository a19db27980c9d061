from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..types import Record, a_model, as_subclass, copied, new, others

_ENTITY_BY_TAG = {
    "company": "CompanyEntity",
    "person": "PersonEntity",
    "article": "ArticleEntity",
    "research_paper": "ResearchPaperEntity",
    "custom": "CustomEntity",
}


@define(eq=False, repr=False)
class PreviewSearch(Record):
    """The interpretation of a query."""

    entity: models.Entity
    """The type of entity to search for; unknown types are preserved as received."""
    criteria: list[models.PreviewCriterion]
    """The criteria that each item would have to meet."""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("entity", "criteria")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not PreviewSearch:
            return as_subclass(cls, PreviewSearch.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "entity"]
            self.entity = a_model(v, "type", _ENTITY_BY_TAG, "UnknownEntity")
            v = d[key := "criteria"]
            self.criteria = [models.PreviewCriterion.from_dict(x) for x in v] if type(v) is list else wrong(v, "a list")
            self.additional_properties = {} if len(d) == 2 else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {"entity": self.entity.to_dict(), "criteria": [x.to_dict() for x in self.criteria]}
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


_names = frozenset(PreviewSearch._FIELDS)
