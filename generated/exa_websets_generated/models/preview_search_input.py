from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from .. import models
from ..errors import malformed, tag_of, wrong, wrong_tag
from ..types import UNSET, Unset

fromisoformat = datetime.datetime.fromisoformat

_ENTITY_BY_TAG: dict[object, str] = {
    "company": "CompanyEntity",
    "person": "PersonEntity",
    "article": "ArticleEntity",
    "research_paper": "ResearchPaperEntity",
    "custom": "CustomEntity",
}


@define
class PreviewSearchInput:
    """The search to look at."""

    query: str
    """What to look for, in words. """
    entity: models.KnownEntity | Unset = UNSET
    """What kind of thing is looked for. """
    count: int | Unset = UNSET
    """How many items to search for; 10 unless given. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("query", "entity", "count")

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
                if (v := get(key := "count", UNSET)) is UNSET
                else v
                if (t := type(v)) is int or t is float
                else wrong(v, "a number"),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {"query": self.query}
        if self.entity is not UNSET:
            d["entity"] = self.entity.to_dict()
        if self.count is not UNSET:
            d["count"] = self.count
        return d
