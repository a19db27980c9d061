from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..models.webset_status import WebsetStatus
from ..types import UNSET, Unset

fromisoformat = datetime.datetime.fromisoformat
_WEBSET_STATUS: dict[str, WebsetStatus] = {member.value: member for member in WebsetStatus}


@define
class Webset:
    """A collection of items, with the searches, imports, enrichments and monitors that fill it."""

    id: str
    """The id the service gave. """
    status: WebsetStatus | str
    """What the Webset does now; it is idle once nothing in it runs. """
    external_id: str | None
    """The caller's own name for the Webset, unique in the team. """
    title: str | None
    """A title; the service may fill it in some seconds after the creation. """
    searches: list[models.WebsetSearch]
    """The searches made in the Webset. """
    imports: list[models.Import]
    """The imports whose rows are in the Webset. """
    enrichments: list[models.WebsetEnrichment]
    """The enrichments applied to each item. """
    monitors: list[models.Monitor]
    """The monitors that search again on a schedule; a cancel leaves them as they are. """
    created_at: datetime.datetime
    """When the Webset was created. """
    updated_at: datetime.datetime
    """When the Webset last changed. """
    object_: Literal["webset"] = "webset"
    dashboard_url: str | None | Unset = UNSET
    """The Webset's page in the dashboard; sent since 2026. """
    excludes: list[models.ExcludeSource] | None | Unset = UNSET
    """What is kept out of the Webset; sent since November 2025. """
    streams: list[Any] | None | Unset = UNSET
    """An older name for monitors, sent until November 2025; its elements were never described. """
    items: list[models.WebsetItem] | None | Unset = UNSET
    """The latest 100 items; empty unless asked for with `expand`, absent in all answers but `get`. """
    metadata: models.Metadata | None | Unset = UNSET
    """The caller's own names and values. """
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

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
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            get = d.get
            return cls(
                v if type(v := d[key := "id"]) is str else wrong(v, "a string"),
                _WEBSET_STATUS.get(v, v) if type(v := d[key := "status"]) is str else wrong(v, "a string"),
                None if (v := d[key := "externalId"]) is None else v if type(v) is str else wrong(v, "a string"),
                None if (v := d[key := "title"]) is None else v if type(v) is str else wrong(v, "a string"),
                [models.WebsetSearch.from_dict(x) for x in v]
                if type(v := d[key := "searches"]) is list
                else wrong(v, "a list"),
                [models.Import.from_dict(x) for x in v]
                if type(v := d[key := "imports"]) is list
                else wrong(v, "a list"),
                [models.WebsetEnrichment.from_dict(x) for x in v]
                if type(v := d[key := "enrichments"]) is list
                else wrong(v, "a list"),
                [models.Monitor.from_dict(x) for x in v]
                if type(v := d[key := "monitors"]) is list
                else wrong(v, "a list"),
                m if (m := fromisoformat(d[key := "createdAt"])).tzinfo else wrong(m, "a point in time with its zone"),
                m if (m := fromisoformat(d[key := "updatedAt"])).tzinfo else wrong(m, "a point in time with its zone"),
                d[key := "object"],
                UNSET
                if (v := get(key := "dashboardUrl", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                UNSET
                if (v := get(key := "excludes", UNSET)) is UNSET
                else None
                if v is None
                else [models.ExcludeSource.from_dict(x) for x in v]
                if type(v) is list
                else wrong(v, "a list"),
                UNSET
                if (v := get(key := "streams", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is list
                else wrong(v, "a list"),
                UNSET
                if (v := get(key := "items", UNSET)) is UNSET
                else None
                if v is None
                else [models.WebsetItem.from_dict(x) for x in v]
                if type(v) is list
                else wrong(v, "a list"),
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
            "status": self.status._value_ if isinstance(self.status, WebsetStatus) else self.status,
            "externalId": self.external_id,
            "title": self.title,
            "searches": [x.to_dict() for x in self.searches],
            "imports": [x.to_dict() for x in self.imports],
            "enrichments": [x.to_dict() for x in self.enrichments],
            "monitors": [x.to_dict() for x in self.monitors],
            "createdAt": self.created_at.isoformat(),
            "updatedAt": self.updated_at.isoformat(),
            "object": self.object_,
        }
        if self.dashboard_url is not UNSET:
            d["dashboardUrl"] = self.dashboard_url
        if self.excludes is not UNSET:
            d["excludes"] = None if self.excludes is None else [x.to_dict() for x in self.excludes]
        if self.streams is not UNSET:
            d["streams"] = self.streams
        if self.items is not UNSET:
            d["items"] = None if self.items is None else [x.to_dict() for x in self.items]
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


_names = frozenset(Webset._FIELDS)
