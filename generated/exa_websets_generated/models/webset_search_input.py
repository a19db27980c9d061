from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from .. import models
from ..errors import malformed, wrong
from ..types import UNSET, Record, Unset, a_list, a_model, as_subclass, new, number_types

_ENTITY_BY_TAG = {
    "company": "CompanyEntity",
    "person": "PersonEntity",
    "article": "ArticleEntity",
    "research_paper": "ResearchPaperEntity",
    "custom": "CustomEntityInput",
}


@define(eq=False, repr=False)
class WebsetSearchInput(Record):
    """The first search of a new Webset."""

    query: str
    """The query in natural language."""
    count: int | Unset = UNSET
    """The number of items to find; defaults to 10."""
    entity: models.EntityInput | Unset = UNSET
    """The type of entity to search for."""
    criteria: list[models.CriterionInput] | Unset = UNSET
    """The criteria that each item must meet; derived from the query if omitted."""
    recall: bool | Unset = UNSET
    """Whether to estimate how many results exist."""
    exclude: list[models.ExcludeSourceInput] | Unset = UNSET
    """Imports and Websets whose entities to exclude."""
    scope: list[models.ScopeSourceInput] | Unset = UNSET
    """The sources to search instead of the web."""
    max_people_per_company: int | Unset = UNSET
    """Maximum number of people per company."""

    _FIELDS: ClassVar[tuple[str, ...]] = (
        "query",
        "count",
        "entity",
        "criteria",
        "recall",
        "exclude",
        "scope",
        "maxPeoplePerCompany",
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not WebsetSearchInput:
            return as_subclass(cls, WebsetSearchInput.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "query"]
            self.query = v if type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "count") in d else UNSET
            self.count = v if v is UNSET or type(v) in number_types else wrong(v, "a number")
            v = d[key] if (key := "entity") in d else UNSET
            self.entity = v if v is UNSET else a_model(v, "type", _ENTITY_BY_TAG)
            v = d[key] if (key := "criteria") in d else UNSET
            self.criteria = v if v is UNSET else [models.CriterionInput.from_dict(x) for x in a_list(v)]
            v = d[key] if (key := "recall") in d else UNSET
            self.recall = v if v is UNSET or type(v) is bool else wrong(v, "true or false")
            v = d[key] if (key := "exclude") in d else UNSET
            self.exclude = v if v is UNSET else [models.ExcludeSourceInput.from_dict(x) for x in a_list(v)]
            v = d[key] if (key := "scope") in d else UNSET
            self.scope = v if v is UNSET else [models.ScopeSourceInput.from_dict(x) for x in a_list(v)]
            v = d[key] if (key := "maxPeoplePerCompany") in d else UNSET
            self.max_people_per_company = v if v is UNSET or type(v) in number_types else wrong(v, "a number")
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {"query": self.query}
        if self.count is not UNSET:
            d["count"] = self.count
        if self.entity is not UNSET:
            d["entity"] = self.entity.to_dict()
        if self.criteria is not UNSET:
            d["criteria"] = [x.to_dict() for x in self.criteria]
        if self.recall is not UNSET:
            d["recall"] = self.recall
        if self.exclude is not UNSET:
            d["exclude"] = [x.to_dict() for x in self.exclude]
        if self.scope is not UNSET:
            d["scope"] = [x.to_dict() for x in self.scope]
        if self.max_people_per_company is not UNSET:
            d["maxPeoplePerCompany"] = self.max_people_per_company
        return d
