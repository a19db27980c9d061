from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from .. import models
from ..errors import malformed, wrong
from ..models.search_behavior import SearchBehavior
from ..types import UNSET, Record, Unset, a_list, a_model, as_subclass, new, number_types, one_of

_ENTITY_BY_TAG = {
    "company": "CompanyEntity",
    "person": "PersonEntity",
    "article": "ArticleEntity",
    "research_paper": "ResearchPaperEntity",
    "custom": "CustomEntityInput",
}
_SEARCH_BEHAVIOR = {member.value: member for member in SearchBehavior}


@define(eq=False, repr=False)
class MonitorSearchConfigInput(Record):
    """The search of a monitor; omitted fields are taken from the Webset's last search."""

    count: int
    """Maximum number of items to find per run."""
    query: str | Unset = UNSET
    """The query in natural language."""
    criteria: list[models.MonitorCriterionInput] | Unset = UNSET
    """The criteria that each item must meet."""
    entity: models.EntityInput | Unset = UNSET
    """The type of entity to search for."""
    behavior: models.SearchBehavior | Unset = UNSET
    """Whether a search replaces the existing items (override) or adds to them (append)."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("count", "query", "criteria", "entity", "behavior")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not MonitorSearchConfigInput:
            return as_subclass(cls, MonitorSearchConfigInput.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "count"]
            self.count = v if type(v) in number_types else wrong(v, "a number")
            v = d[key] if (key := "query") in d else UNSET
            self.query = v if v is UNSET or type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "criteria") in d else UNSET
            self.criteria = v if v is UNSET else [models.MonitorCriterionInput.from_dict(x) for x in a_list(v)]
            v = d[key] if (key := "entity") in d else UNSET
            self.entity = v if v is UNSET else a_model(v, "type", _ENTITY_BY_TAG)
            v = d[key] if (key := "behavior") in d else UNSET
            self.behavior = v if v is UNSET else one_of(_SEARCH_BEHAVIOR, v, "override, append")
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {"count": self.count}
        if self.query is not UNSET:
            d["query"] = self.query
        if self.criteria is not UNSET:
            d["criteria"] = [x.to_dict() for x in self.criteria]
        if self.entity is not UNSET:
            d["entity"] = self.entity.to_dict()
        if self.behavior is not UNSET:
            d["behavior"] = self.behavior._value_
        return d
