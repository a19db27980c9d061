from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..models.enrichment_format import EnrichmentFormat
from ..models.enrichment_status import EnrichmentStatus
from ..types import UNSET, Unset, a_list, a_string, a_time, as_subclass, copied, new, others

_ENRICHMENT_STATUS = {member.value: member for member in EnrichmentStatus}
_ENRICHMENT_FORMAT = {member.value: member for member in EnrichmentFormat}


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
        """Decode a JSON object; raise DocumentError, with the path of the field, if it does not fit the document."""
        if cls is not WebsetEnrichment:
            return as_subclass(cls, WebsetEnrichment.from_dict(src_dict))
        key = ""
        try:
            # a copy of what is not a plain dictionary, because it may make up the fields that it does not have
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "id"]
            self.id = v if type(v) is str else wrong(v, "a string")
            v = d[key := "status"]
            self.status = _ENRICHMENT_STATUS.get(v, v) if type(v) is str else wrong(v, "a string")
            v = d[key := "websetId"]
            self.webset_id = v if type(v) is str else wrong(v, "a string")
            v = d[key := "title"]
            self.title = v if v is None or type(v) is str else wrong(v, "a string")
            v = d[key := "description"]
            self.description = v if type(v) is str else wrong(v, "a string")
            v = d[key := "format"]
            self.format_ = v if v is None else _ENRICHMENT_FORMAT.get(a_string(v), v)
            v = d[key := "options"]
            self.options = v if v is None else [models.EnrichmentOption.from_dict(x) for x in a_list(v)]
            v = d[key := "instructions"]
            self.instructions = v if v is None or type(v) is str else wrong(v, "a string")
            v = d[key := "createdAt"]
            self.created_at = a_time(v)
            v = d[key := "updatedAt"]
            self.updated_at = a_time(v)
            v = d[key := "object"]
            self.object_ = v if v == "webset_enrichment" else copied(v)
            v = d[key] if (key := "metadata") in d else UNSET
            self.metadata = v if v is UNSET or v is None else models.Metadata.from_dict(v)
            self.additional_properties = {} if _names.issuperset(d) else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object, which shares no list and no dictionary with the model."""
        d: dict[str, Any] = {
            "id": self.id,
            "status": self.status._value_ if type(self.status) is EnrichmentStatus else self.status,
            "websetId": self.webset_id,
            "title": self.title,
            "description": self.description,
            "format": self.format_._value_ if type(self.format_) is EnrichmentFormat else self.format_,
            "options": None if self.options is None else [x.to_dict() for x in self.options],
            "instructions": self.instructions,
            "createdAt": self.created_at.isoformat(),
            "updatedAt": self.updated_at.isoformat(),
            "object": self.object_ if self.object_ == "webset_enrichment" else copied(self.object_),
        }
        if self.metadata is not UNSET:
            d["metadata"] = None if self.metadata is None else self.metadata.to_dict()
        return {**copied(self.additional_properties), **d} if self.additional_properties else d

    @property
    def additional_keys(self) -> list[str]:
        """The names of the fields that the document does not name."""
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
