from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, tag_of, wrong
from ..models.search_behavior import SearchBehavior
from ..models.search_canceled_reason import SearchCanceledReason
from ..models.webset_search_status import WebsetSearchStatus
from ..types import UNSET, Unset

fromisoformat = datetime.datetime.fromisoformat
_WEBSET_SEARCH_STATUS: dict[str, WebsetSearchStatus] = {member.value: member for member in WebsetSearchStatus}

_ENTITY_BY_TAG: dict[object, str] = {
    "company": "CompanyEntity",
    "person": "PersonEntity",
    "article": "ArticleEntity",
    "research_paper": "ResearchPaperEntity",
    "custom": "CustomEntity",
}
_SEARCH_CANCELED_REASON: dict[str, SearchCanceledReason] = {member.value: member for member in SearchCanceledReason}
_SEARCH_BEHAVIOR: dict[str, SearchBehavior] = {member.value: member for member in SearchBehavior}


@define
class WebsetSearch:
    """A search in a Webset."""

    id: str
    """The id the service gave. """
    webset_id: str
    """The Webset it belongs to. """
    status: WebsetSearchStatus | str
    """How far the search is; completed and canceled are its two ends. """
    query: str
    """What is looked for, in words. """
    entity: models.Entity | None
    """The kind of thing looked for; null until the service has worked it out. """
    criteria: list[models.Criterion]
    """What an item must fulfil; the service may add them some seconds after the creation. """
    count: int
    """How many items to find. """
    exclude: list[models.ExcludeSource]
    """What is kept out of the results. """
    scope: list[models.ScopeSource]
    """Where to look instead of the whole web. """
    progress: models.SearchProgress
    """How far a search is. A completion of 100 does not mean that it has ended; its status tells. """
    recall: models.SearchRecall | None
    """How many results there may be in all; null until estimated. """
    canceled_at: datetime.datetime | None
    """When the search was canceled. """
    canceled_reason: SearchCanceledReason | str | None
    """Why it was canceled; null also where only this search was canceled by a call. """
    created_at: datetime.datetime
    """When the search was created. """
    updated_at: datetime.datetime
    """When the search last changed. """
    object_: Literal["webset_search"] = "webset_search"
    max_people_per_company: int | None | Unset = UNSET
    """The most people to take from one company; sent since April 2026. """
    behavior: SearchBehavior | str | None | Unset = UNSET
    """What becomes of the items that are there already; override unless given. """
    metadata: models.Metadata | None | Unset = UNSET
    """The caller's own names and values. """
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

    _FIELDS: ClassVar[tuple[str, ...]] = (
        "id",
        "websetId",
        "status",
        "query",
        "entity",
        "criteria",
        "count",
        "exclude",
        "scope",
        "progress",
        "recall",
        "canceledAt",
        "canceledReason",
        "createdAt",
        "updatedAt",
        "object",
        "maxPeoplePerCompany",
        "behavior",
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
                v if type(v := d[key := "id"]) is str else wrong(v, "a string"),
                v if type(v := d[key := "websetId"]) is str else wrong(v, "a string"),
                _WEBSET_SEARCH_STATUS.get(v, v) if type(v := d[key := "status"]) is str else wrong(v, "a string"),
                v if type(v := d[key := "query"]) is str else wrong(v, "a string"),
                None
                if (v := d[key := "entity"]) is None
                else getattr(models, _ENTITY_BY_TAG.get(tag_of(v, "type"), "UnknownEntity")).from_dict(v),
                [models.Criterion.from_dict(x) for x in v]
                if type(v := d[key := "criteria"]) is list
                else wrong(v, "a list"),
                v if (t := type(v := d[key := "count"])) is int or t is float else wrong(v, "a number"),
                [models.ExcludeSource.from_dict(x) for x in v]
                if type(v := d[key := "exclude"]) is list
                else wrong(v, "a list"),
                [models.ScopeSource.from_dict(x) for x in v]
                if type(v := d[key := "scope"]) is list
                else wrong(v, "a list"),
                models.SearchProgress.from_dict(d[key := "progress"]),
                None if (v := d[key := "recall"]) is None else models.SearchRecall.from_dict(v),
                None
                if (v := d[key := "canceledAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo
                else wrong(m, "a point in time with its zone"),
                None
                if (v := d[key := "canceledReason"]) is None
                else _SEARCH_CANCELED_REASON.get(v, v)
                if type(v) is str
                else wrong(v, "a string"),
                m if (m := fromisoformat(d[key := "createdAt"])).tzinfo else wrong(m, "a point in time with its zone"),
                m if (m := fromisoformat(d[key := "updatedAt"])).tzinfo else wrong(m, "a point in time with its zone"),
                d[key := "object"],
                UNSET
                if (v := get(key := "maxPeoplePerCompany", UNSET)) is UNSET
                else None
                if v is None
                else v
                if (t := type(v)) is int or t is float
                else wrong(v, "a number"),
                UNSET
                if (v := get(key := "behavior", UNSET)) is UNSET
                else None
                if v is None
                else _SEARCH_BEHAVIOR.get(v, v)
                if type(v) is str
                else wrong(v, "a string"),
                UNSET
                if (v := get(key := "metadata", UNSET)) is UNSET
                else None
                if v is None
                else models.Metadata.from_dict(v),
                {} if _names.issuperset(d) else {name: x for name, x in d.items() if name not in _names},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {
            "id": self.id,
            "websetId": self.webset_id,
            "status": self.status._value_ if isinstance(self.status, WebsetSearchStatus) else self.status,
            "query": self.query,
            "entity": None if self.entity is None else self.entity.to_dict(),
            "criteria": [x.to_dict() for x in self.criteria],
            "count": self.count,
            "exclude": [x.to_dict() for x in self.exclude],
            "scope": [x.to_dict() for x in self.scope],
            "progress": self.progress.to_dict(),
            "recall": None if self.recall is None else self.recall.to_dict(),
            "canceledAt": None if self.canceled_at is None else self.canceled_at.isoformat(),
            "canceledReason": None
            if self.canceled_reason is None
            else self.canceled_reason._value_
            if isinstance(self.canceled_reason, SearchCanceledReason)
            else self.canceled_reason,
            "createdAt": self.created_at.isoformat(),
            "updatedAt": self.updated_at.isoformat(),
            "object": self.object_,
        }
        if self.max_people_per_company is not UNSET:
            d["maxPeoplePerCompany"] = self.max_people_per_company
        if self.behavior is not UNSET:
            d["behavior"] = (
                None
                if self.behavior is None
                else self.behavior._value_
                if isinstance(self.behavior, SearchBehavior)
                else self.behavior
            )
        if self.metadata is not UNSET:
            d["metadata"] = None if self.metadata is None else self.metadata.to_dict()
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


_names = frozenset(WebsetSearch._FIELDS)
