from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from .. import models
from ..errors import malformed, tag_of, wrong, wrong_tag
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
class MonitorSearchConfigInput:
    """The search of a monitor; what it leaves out comes from the Webset's last search."""

    count: int
    """The most items to find in one run. """
    query: str | Unset = UNSET
    """What to look for, in words. """
    criteria: list[models.MonitorCriterionInput] | Unset = UNSET
    """What an item must fulfil. """
    entity: models.KnownEntity | Unset = UNSET
    """What kind of thing is looked for. """
    behavior: SearchBehavior | Unset = UNSET
    """Whether a search replaces the items of the Webset or adds to them. """

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
                UNSET if (v := get(key := "query", UNSET)) is UNSET else v if type(v) is str else wrong(v, "a string"),
                UNSET
                if (v := get(key := "criteria", UNSET)) is UNSET
                else [models.MonitorCriterionInput.from_dict(x) for x in v]
                if type(v) is list
                else wrong(v, "a list"),
                UNSET
                if (v := get(key := "entity", UNSET)) is UNSET
                else getattr(
                    models,
                    (
                        _ENTITY_BY_TAG.get(tag_of(v, "type"))
                        or wrong_tag(v, "type", "one of 'company', 'person', 'article', 'research_paper', 'custom'")
                    ),
                ).from_dict(v),
                UNSET
                if (v := get(key := "behavior", UNSET)) is UNSET
                else (_SEARCH_BEHAVIOR.get(v) if type(v) is str else None) or wrong(v, "one of override, append"),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
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
