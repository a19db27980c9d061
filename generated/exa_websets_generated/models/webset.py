from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..models.webset_status import WebsetStatus
from ..types import UNSET, Record, Unset, a_list, a_time, as_subclass, copied, new, others

_WEBSET_STATUS = {member.value: member for member in WebsetStatus}


@define(eq=False, repr=False)
class Webset(Record):
    """A collection of items and the searches, imports, enrichments and monitors that produce them."""

    id: str
    """The id, assigned by the service."""
    status: models.WebsetStatus | str
    """The current status; idle means that nothing in the Webset is running."""
    external_id: str | None
    """An identifier chosen by the caller, unique within the team."""
    title: str | None
    """The title; if none was given, the service may generate one a few seconds after creation."""
    searches: list[models.WebsetSearch]
    """The searches of the Webset."""
    imports: list[models.Import]
    """The imports whose rows were added to the Webset."""
    enrichments: list[models.WebsetEnrichment]
    """The enrichments applied to each item, in no particular order; match them by id."""
    monitors: list[models.Monitor]
    """The monitors that search on a schedule. Canceling the Webset does not disable them."""
    created_at: datetime.datetime
    """When the Webset was created."""
    updated_at: datetime.datetime
    """When the Webset was last updated."""
    object_: Literal["webset"] = "webset"
    dashboard_url: str | None | Unset = UNSET
    """The URL of the Webset in the dashboard; sent since 2026."""
    excludes: list[models.ExcludeSource] | None | Unset = UNSET
    """The sources whose entities are excluded; sent since November 2025."""
    streams: list[Any] | None | Unset = UNSET
    """The former name of `monitors`, sent until November 2025; the vendor never documented its elements."""
    items: list[models.WebsetItem] | None | Unset = UNSET
    """Up to the first 100 items, if requested with `expand`. Only `get` returns this field."""
    metadata: models.Metadata | None | Unset = UNSET
    """Key-value pairs attached by the caller."""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = (
        "id",
        "status",
        "externalId",
        "title",
        "searches",
        "imports",
        "enrichments",
        "monitors",
        "createdAt",
        "updatedAt",
        "object",
        "dashboardUrl",
        "excludes",
        "streams",
        "items",
        "metadata",
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not Webset:
            return as_subclass(cls, Webset.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "id"]
            self.id = v if type(v) is str else wrong(v, "a string")
            v = d[key := "status"]
            self.status = _WEBSET_STATUS.get(v, v) if type(v) is str else wrong(v, "a string")
            v = d[key := "externalId"]
            self.external_id = v if v is None or type(v) is str else wrong(v, "a string")
            v = d[key := "title"]
            self.title = v if v is None or type(v) is str else wrong(v, "a string")
            v = d[key := "searches"]
            self.searches = [models.WebsetSearch.from_dict(x) for x in v] if type(v) is list else wrong(v, "a list")
            v = d[key := "imports"]
            self.imports = [models.Import.from_dict(x) for x in v] if type(v) is list else wrong(v, "a list")
            v = d[key := "enrichments"]
            self.enrichments = (
                [models.WebsetEnrichment.from_dict(x) for x in v] if type(v) is list else wrong(v, "a list")
            )
            v = d[key := "monitors"]
            self.monitors = [models.Monitor.from_dict(x) for x in v] if type(v) is list else wrong(v, "a list")
            v = d[key := "createdAt"]
            self.created_at = a_time(v)
            v = d[key := "updatedAt"]
            self.updated_at = a_time(v)
            v = d[key := "object"]
            self.object_ = v if v == "webset" else copied(v)
            v = d[key] if (key := "dashboardUrl") in d else UNSET
            self.dashboard_url = v if v is UNSET or v is None or type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "excludes") in d else UNSET
            self.excludes = v if v is UNSET or v is None else [models.ExcludeSource.from_dict(x) for x in a_list(v)]
            v = d[key] if (key := "streams") in d else UNSET
            self.streams = v if v is UNSET or v is None else copied(a_list(v))
            v = d[key] if (key := "items") in d else UNSET
            self.items = v if v is UNSET or v is None else [models.WebsetItem.from_dict(x) for x in a_list(v)]
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
            "status": self.status._value_ if type(self.status) is WebsetStatus else self.status,
            "externalId": self.external_id,
            "title": self.title,
            "searches": [x.to_dict() for x in self.searches],
            "imports": [x.to_dict() for x in self.imports],
            "enrichments": [x.to_dict() for x in self.enrichments],
            "monitors": [x.to_dict() for x in self.monitors],
            "createdAt": self.created_at.isoformat(),
            "updatedAt": self.updated_at.isoformat(),
            "object": self.object_ if self.object_ == "webset" else copied(self.object_),
        }
        if self.dashboard_url is not UNSET:
            d["dashboardUrl"] = self.dashboard_url
        if self.excludes is not UNSET:
            d["excludes"] = None if self.excludes is None else [x.to_dict() for x in self.excludes]
        if self.streams is not UNSET:
            d["streams"] = copied(self.streams)
        if self.items is not UNSET:
            d["items"] = None if self.items is None else [x.to_dict() for x in self.items]
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


_names = frozenset(Webset._FIELDS)
