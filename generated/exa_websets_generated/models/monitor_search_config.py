from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from .. import models
from ..errors import malformed, tag_of, wrong
from ..models.search_behavior import SearchBehavior
from ..types import UNSET, Unset

fromisoformat = datetime.datetime.fromisoformat

_ENTITY_BY_TAG: dict[object, str] = {
    "company": "CompanyEntity",
    "person": "PersonEntity",
    "article": "ArticleEntity",
    "research_paper": "ResearchPaperEntity",
    "custom": "CustomEntity",
}
_SEARCH_BEHAVIOR: dict[str, SearchBehavior] = {member.value: member for member in SearchBehavior}


@define
class MonitorSearchConfig:
    """The search of a monitor; what it leaves out comes from the Webset's last search."""

    count: int
    """The most items to find in one run. """
    query: str | None | Unset = UNSET
    """What to look for, in words. """
    criteria: list[models.MonitorCriterion] | None | Unset = UNSET
    """What an item must fulfil. """
    entity: models.Entity | None | Unset = UNSET
    """The kind of thing to look for. """
    behavior: SearchBehavior | str | None | Unset = UNSET
    """What becomes of the items that are there already; append unless given. """
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("count", "query", "criteria", "entity", "behavior")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            get = d.get
            return cls(
                v if (t := type(v := d[key := "count"])) is int or t is float else wrong(v, "a number"),
                UNSET
                if (v := get(key := "query", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                UNSET
                if (v := get(key := "criteria", UNSET)) is UNSET
                else None
                if v is None
                else [models.MonitorCriterion.from_dict(x) for x in v]
                if type(v) is list
                else wrong(v, "a list"),
                UNSET
                if (v := get(key := "entity", UNSET)) is UNSET
                else None
                if v is None
                else getattr(models, _ENTITY_BY_TAG.get(tag_of(v, "type"), "UnknownEntity")).from_dict(v),
                UNSET
                if (v := get(key := "behavior", UNSET)) is UNSET
                else None
                if v is None
                else _SEARCH_BEHAVIOR.get(v, v)
                if type(v) is str
                else wrong(v, "a string"),
                {} if _names.issuperset(d) else {name: x for name, x in d.items() if name not in _names},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {"count": self.count}
        if self.query is not UNSET:
            d["query"] = self.query
        if self.criteria is not UNSET:
            d["criteria"] = None if self.criteria is None else [x.to_dict() for x in self.criteria]
        if self.entity is not UNSET:
            d["entity"] = None if self.entity is None else self.entity.to_dict()
        if self.behavior is not UNSET:
            d["behavior"] = (
                None
                if self.behavior is None
                else self.behavior._value_
                if isinstance(self.behavior, SearchBehavior)
                else self.behavior
            )
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


_names = frozenset(MonitorSearchConfig._FIELDS)
