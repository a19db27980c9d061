from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..models.search_behavior import SearchBehavior
from ..models.search_canceled_reason import SearchCanceledReason
from ..models.webset_search_status import WebsetSearchStatus
from ..types import UNSET, Record, Unset, a_model, a_string, a_time, as_subclass, copied, new, number_types, others

_WEBSET_SEARCH_STATUS = {member.value: member for member in WebsetSearchStatus}

_ENTITY_BY_TAG = {
    "company": "CompanyEntity",
    "person": "PersonEntity",
    "article": "ArticleEntity",
    "research_paper": "ResearchPaperEntity",
    "custom": "CustomEntity",
}
_SEARCH_CANCELED_REASON = {member.value: member for member in SearchCanceledReason}
_SEARCH_BEHAVIOR = {member.value: member for member in SearchBehavior}


@define(eq=False, repr=False)
class WebsetSearch(Record):
    """A search in a Webset."""

    id: str
    """The id, assigned by the service."""
    webset_id: str
    """The id of the Webset."""
    status: models.WebsetSearchStatus | str
    """The current status; completed and canceled are final."""
    query: str
    """The query in natural language."""
    entity: models.Entity | None
    """The type of entity to search for; null until the service has determined it."""
    criteria: list[models.Criterion]
    """The criteria that each item must meet; the service may add them a few seconds after creation."""
    count: int
    """The number of items to find."""
    exclude: list[models.ExcludeSource]
    """The sources whose entities are excluded from the results."""
    scope: list[models.ScopeSource]
    """The sources to search instead of the web."""
    progress: models.SearchProgress
    """The progress of a search. A completion of 100 does not mean that the search has finished; check its
    status."""
    recall: models.SearchRecall | None
    """An estimate of the total number of results; null until it is available."""
    canceled_at: datetime.datetime | None
    """When the search was canceled."""
    canceled_reason: models.SearchCanceledReason | str | None
    """Why the search was canceled; also null if only this search was canceled by a request."""
    created_at: datetime.datetime
    """When the search was created."""
    updated_at: datetime.datetime
    """When the search was last updated."""
    object_: Literal["webset_search"] = "webset_search"
    max_people_per_company: int | None | Unset = UNSET
    """Maximum number of people per company; sent since April 2026."""
    behavior: models.SearchBehavior | str | None | Unset = UNSET
    """What happens to existing items; defaults to override."""
    metadata: models.Metadata | None | Unset = UNSET
    """Key-value pairs attached by the caller."""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

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
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not WebsetSearch:
            return as_subclass(cls, WebsetSearch.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "id"]
            self.id = v if type(v) is str else wrong(v, "a string")
            v = d[key := "websetId"]
            self.webset_id = v if type(v) is str else wrong(v, "a string")
            v = d[key := "status"]
            self.status = _WEBSET_SEARCH_STATUS.get(v, v) if type(v) is str else wrong(v, "a string")
            v = d[key := "query"]
            self.query = v if type(v) is str else wrong(v, "a string")
            v = d[key := "entity"]
            self.entity = v if v is None else a_model(v, "type", _ENTITY_BY_TAG, "UnknownEntity")
            v = d[key := "criteria"]
            self.criteria = [models.Criterion.from_dict(x) for x in v] if type(v) is list else wrong(v, "a list")
            v = d[key := "count"]
            self.count = v if type(v) in number_types else wrong(v, "a number")
            v = d[key := "exclude"]
            self.exclude = [models.ExcludeSource.from_dict(x) for x in v] if type(v) is list else wrong(v, "a list")
            v = d[key := "scope"]
            self.scope = [models.ScopeSource.from_dict(x) for x in v] if type(v) is list else wrong(v, "a list")
            v = d[key := "progress"]
            self.progress = models.SearchProgress.from_dict(v)
            v = d[key := "recall"]
            self.recall = v if v is None else models.SearchRecall.from_dict(v)
            v = d[key := "canceledAt"]
            self.canceled_at = v if v is None else a_time(v)
            v = d[key := "canceledReason"]
            self.canceled_reason = v if v is None else _SEARCH_CANCELED_REASON.get(a_string(v), v)
            v = d[key := "createdAt"]
            self.created_at = a_time(v)
            v = d[key := "updatedAt"]
            self.updated_at = a_time(v)
            v = d[key := "object"]
            self.object_ = v if v == "webset_search" else copied(v)
            v = d[key] if (key := "maxPeoplePerCompany") in d else UNSET
            self.max_people_per_company = (
                v if v is UNSET or v is None or type(v) in number_types else wrong(v, "a number")
            )
            v = d[key] if (key := "behavior") in d else UNSET
            self.behavior = v if v is UNSET or v is None else _SEARCH_BEHAVIOR.get(a_string(v), v)
            v = d[key] if (key := "metadata") in d else UNSET
            self.metadata = v if v is UNSET or v is None else models.Metadata.from_dict(v)
            self.additional_properties = {} if _names.issuperset(d) else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {
            "id": self.id,
            "websetId": self.webset_id,
            "status": self.status._value_ if type(self.status) is WebsetSearchStatus else self.status,
            "query": self.query,
            "entity": None if self.entity is None else self.entity.to_dict(),
            "criteria": [x.to_dict() for x in self.criteria],
            "count": self.count,
            "exclude": [x.to_dict() for x in self.exclude],
            "scope": [x.to_dict() for x in self.scope],
            "progress": self.progress.to_dict(),
            "recall": None if self.recall is None else self.recall.to_dict(),
            "canceledAt": None if self.canceled_at is None else self.canceled_at.isoformat(),
            "canceledReason": self.canceled_reason._value_
            if type(self.canceled_reason) is SearchCanceledReason
            else self.canceled_reason,
            "createdAt": self.created_at.isoformat(),
            "updatedAt": self.updated_at.isoformat(),
            "object": self.object_ if self.object_ == "webset_search" else copied(self.object_),
        }
        if self.max_people_per_company is not UNSET:
            d["maxPeoplePerCompany"] = self.max_people_per_company
        if self.behavior is not UNSET:
            d["behavior"] = self.behavior._value_ if type(self.behavior) is SearchBehavior else self.behavior
        if self.metadata is not UNSET:
            d["metadata"] = None if self.metadata is None else self.metadata.to_dict()
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


_names = frozenset(WebsetSearch._FIELDS)
