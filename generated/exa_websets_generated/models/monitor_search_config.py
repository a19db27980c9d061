from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..models.search_behavior import SearchBehavior
from ..types import UNSET, Record, Unset, a_list, a_model, a_string, as_subclass, copied, new, number_types, others

_ENTITY_BY_TAG = {
    "company": "CompanyEntity",
    "person": "PersonEntity",
    "article": "ArticleEntity",
    "research_paper": "ResearchPaperEntity",
    "custom": "CustomEntity",
}
_SEARCH_BEHAVIOR = {member.value: member for member in SearchBehavior}


@define(eq=False, repr=False)
class MonitorSearchConfig(Record):
    """The search of a monitor; omitted fields are taken from the Webset's last search."""

    count: int
    """Maximum number of items to find per run."""
    query: str | None | Unset = UNSET
    """The query in natural language."""
    criteria: list[models.MonitorCriterion] | None | Unset = UNSET
    """The criteria that each item must meet."""
    entity: models.Entity | None | Unset = UNSET
    """The type of entity to search for."""
    behavior: models.SearchBehavior | str | None | Unset = UNSET
    """What happens to existing items; defaults to append."""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("count", "query", "criteria", "entity", "behavior")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not MonitorSearchConfig:
            return as_subclass(cls, MonitorSearchConfig.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "count"]
            self.count = v if type(v) in number_types else wrong(v, "a number")
            v = d[key] if (key := "query") in d else UNSET
            self.query = v if v is UNSET or v is None or type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "criteria") in d else UNSET
            self.criteria = v if v is UNSET or v is None else [models.MonitorCriterion.from_dict(x) for x in a_list(v)]
            v = d[key] if (key := "entity") in d else UNSET
            self.entity = v if v is UNSET or v is None else a_model(v, "type", _ENTITY_BY_TAG, "UnknownEntity")
            v = d[key] if (key := "behavior") in d else UNSET
            self.behavior = v if v is UNSET or v is None else _SEARCH_BEHAVIOR.get(a_string(v), v)
            self.additional_properties = {} if _names.issuperset(d) else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {"count": self.count}
        if self.query is not UNSET:
            d["query"] = self.query
        if self.criteria is not UNSET:
            d["criteria"] = None if self.criteria is None else [x.to_dict() for x in self.criteria]
        if self.entity is not UNSET:
            d["entity"] = None if self.entity is None else self.entity.to_dict()
        if self.behavior is not UNSET:
            d["behavior"] = self.behavior._value_ if type(self.behavior) is SearchBehavior else self.behavior
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


_names = frozenset(MonitorSearchConfig._FIELDS)
