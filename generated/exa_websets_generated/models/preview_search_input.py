from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from .. import models
from ..errors import malformed, wrong
from ..types import UNSET, Record, Unset, a_model, as_subclass, new, number_types

_ENTITY_BY_TAG = {
    "company": "CompanyEntity",
    "person": "PersonEntity",
    "article": "ArticleEntity",
    "research_paper": "ResearchPaperEntity",
    "custom": "CustomEntityInput",
}


@define(eq=False, repr=False)
class PreviewSearchInput(Record):
    """The search to preview."""

    query: str
    """The query in natural language."""
    entity: models.EntityInput | Unset = UNSET
    """The type of entity to search for."""
    count: int | Unset = UNSET
    """The number of items to search for; defaults to 10."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("query", "entity", "count")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not PreviewSearchInput:
            return as_subclass(cls, PreviewSearchInput.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "query"]
            self.query = v if type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "entity") in d else UNSET
            self.entity = v if v is UNSET else a_model(v, "type", _ENTITY_BY_TAG)
            v = d[key] if (key := "count") in d else UNSET
            self.count = v if v is UNSET or type(v) in number_types else wrong(v, "a number")
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {"query": self.query}
        if self.entity is not UNSET:
            d["entity"] = self.entity.to_dict()
        if self.count is not UNSET:
            d["count"] = self.count
        return d
