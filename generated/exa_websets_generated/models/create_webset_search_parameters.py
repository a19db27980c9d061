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
class CreateWebsetSearchParameters:
    """Another search of a Webset."""

    query: str
    """What to look for, in words. """
    count: int
    """How many items to find. """
    entity: models.KnownEntity | Unset = UNSET
    """What kind of thing is looked for. """
    criteria: list[models.CriterionInput] | Unset = UNSET
    """What an item must fulfil; worked out from the query unless given. """
    behavior: SearchBehavior | Unset = UNSET
    """Whether a search replaces the items of the Webset or adds to them. """
    recall: bool | Unset = UNSET
    """Whether to estimate how many results exist. """
    exclude: list[models.ExcludeSourceInput] | Unset = UNSET
    """Imports and Websets whose entities are kept out. """
    scope: list[models.ScopeSourceInput] | Unset = UNSET
    """Where to look instead of the whole web. """
    max_people_per_company: int | Unset = UNSET
    """The most people to take from one company. """
    metadata: models.MetadataInput | Unset = UNSET
    """The caller's own names and values; each value is text. """

    _FIELDS: ClassVar[tuple[str, ...]] = (
        "query",
        "count",
        "entity",
        "criteria",
        "behavior",
        "recall",
        "exclude",
        "scope",
        "maxPeoplePerCompany",
        "metadata",
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
                v if type(v := d[key := "query"]) is str else wrong(v, "a string"),
                v if (t := type(v := d[key := "count"])) is int or t is float else wrong(v, "a number"),
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
                if (v := get(key := "criteria", UNSET)) is UNSET
                else [models.CriterionInput.from_dict(x) for x in v]
                if type(v) is list
                else wrong(v, "a list"),
                UNSET
                if (v := get(key := "behavior", UNSET)) is UNSET
                else (_SEARCH_BEHAVIOR.get(v) if type(v) is str else None) or wrong(v, "one of override, append"),
                UNSET
                if (v := get(key := "recall", UNSET)) is UNSET
                else v
                if type(v) is bool
                else wrong(v, "true or false"),
                UNSET
                if (v := get(key := "exclude", UNSET)) is UNSET
                else [models.ExcludeSourceInput.from_dict(x) for x in v]
                if type(v) is list
                else wrong(v, "a list"),
                UNSET
                if (v := get(key := "scope", UNSET)) is UNSET
                else [models.ScopeSourceInput.from_dict(x) for x in v]
                if type(v) is list
                else wrong(v, "a list"),
                UNSET
                if (v := get(key := "maxPeoplePerCompany", UNSET)) is UNSET
                else v
                if (t := type(v)) is int or t is float
                else wrong(v, "a number"),
                UNSET if (v := get(key := "metadata", UNSET)) is UNSET else models.MetadataInput.from_dict(v),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {"query": self.query, "count": self.count}
        if self.entity is not UNSET:
            d["entity"] = self.entity.to_dict()
        if self.criteria is not UNSET:
            d["criteria"] = [x.to_dict() for x in self.criteria]
        if self.behavior is not UNSET:
            d["behavior"] = self.behavior._value_
        if self.recall is not UNSET:
            d["recall"] = self.recall
        if self.exclude is not UNSET:
            d["exclude"] = [x.to_dict() for x in self.exclude]
        if self.scope is not UNSET:
            d["scope"] = [x.to_dict() for x in self.scope]
        if self.max_people_per_company is not UNSET:
            d["maxPeoplePerCompany"] = self.max_people_per_company
        if self.metadata is not UNSET:
            d["metadata"] = self.metadata.to_dict()
        return d
