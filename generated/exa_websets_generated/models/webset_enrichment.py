from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..models.enrichment_format import EnrichmentFormat
from ..models.enrichment_status import EnrichmentStatus
from ..types import UNSET, Unset

fromisoformat = datetime.datetime.fromisoformat
_ENRICHMENT_STATUS: dict[str, EnrichmentStatus] = {member.value: member for member in EnrichmentStatus}
_ENRICHMENT_FORMAT: dict[str, EnrichmentFormat] = {member.value: member for member in EnrichmentFormat}


@define
class WebsetEnrichment:
    """A question answered about each item of a Webset."""

    id: str
    """The id the service gave. """
    status: EnrichmentStatus | str
    """How far the enrichment is; pending also while it runs. """
    webset_id: str
    """The Webset it belongs to. """
    title: str | None
    """A title; the service fills it in after some seconds. """
    description: str
    """The question in words. """
    format_: EnrichmentFormat | str | None
    """What an answer looks like; null until the service has chosen. """
    options: list[models.EnrichmentOption] | None
    """The answers to choose from, for the format options. """
    instructions: str | None
    """How to find the answer; the service writes it. """
    created_at: datetime.datetime
    """When the enrichment was created. """
    updated_at: datetime.datetime
    """When the enrichment last changed. """
    object_: Literal["webset_enrichment"] = "webset_enrichment"
    metadata: models.Metadata | None | Unset = UNSET
    """The caller's own names and values. """
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

    _FIELDS: ClassVar[tuple[str, ...]] = (
        "id",
        "status",
        "websetId",
        "title",
        "description",
        "format",
        "options",
        "instructions",
        "createdAt",
        "updatedAt",
        "object",
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
                _ENRICHMENT_STATUS.get(v, v) if type(v := d[key := "status"]) is str else wrong(v, "a string"),
                v if type(v := d[key := "websetId"]) is str else wrong(v, "a string"),
                None if (v := d[key := "title"]) is None else v if type(v) is str else wrong(v, "a string"),
                v if type(v := d[key := "description"]) is str else wrong(v, "a string"),
                None
                if (v := d[key := "format"]) is None
                else _ENRICHMENT_FORMAT.get(v, v)
                if type(v) is str
                else wrong(v, "a string"),
                None
                if (v := d[key := "options"]) is None
                else [models.EnrichmentOption.from_dict(x) for x in v]
                if type(v) is list
                else wrong(v, "a list"),
                None if (v := d[key := "instructions"]) is None else v if type(v) is str else wrong(v, "a string"),
                m if (m := fromisoformat(d[key := "createdAt"])).tzinfo else wrong(m, "a point in time with its zone"),
                m if (m := fromisoformat(d[key := "updatedAt"])).tzinfo else wrong(m, "a point in time with its zone"),
                d[key := "object"],
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
            "status": self.status._value_ if isinstance(self.status, EnrichmentStatus) else self.status,
            "websetId": self.webset_id,
            "title": self.title,
            "description": self.description,
            "format": None
            if self.format_ is None
            else self.format_._value_
            if isinstance(self.format_, EnrichmentFormat)
            else self.format_,
            "options": None if self.options is None else [x.to_dict() for x in self.options],
            "instructions": self.instructions,
            "createdAt": self.created_at.isoformat(),
            "updatedAt": self.updated_at.isoformat(),
            "object": self.object_,
        }
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


_names = frozenset(WebsetEnrichment._FIELDS)
