from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..models.import_failed_reason import ImportFailedReason
from ..models.import_format import ImportFormat
from ..models.import_status import ImportStatus
from ..types import Record, a_model, a_string, a_time, as_subclass, copied, new, number_types, others

_IMPORT_STATUS = {member.value: member for member in ImportStatus}
_IMPORT_FORMAT = {member.value: member for member in ImportFormat}

_ENTITY_BY_TAG = {
    "company": "CompanyEntity",
    "person": "PersonEntity",
    "article": "ArticleEntity",
    "research_paper": "ResearchPaperEntity",
    "custom": "CustomEntity",
}
_IMPORT_FAILED_REASON = {member.value: member for member in ImportFailedReason}


@define(eq=False, repr=False)
class CreateImportResponse(Record):
    """A new import and its upload URL."""

    id: str
    """The id, assigned by the service."""
    status: models.ImportStatus | str
    """The current status."""
    format_: models.ImportFormat | str
    """The format of the import."""
    entity: models.Entity | None
    """The type of entity in each row."""
    title: str
    """The title."""
    count: int
    """The number of rows."""
    metadata: models.Metadata
    """Key-value pairs attached by the caller, as stored by the service."""
    failed_reason: models.ImportFailedReason | str | None
    """Why the import failed."""
    failed_at: datetime.datetime | None
    """When the import failed."""
    failed_message: str | None
    """A description of the failure."""
    created_at: datetime.datetime
    """When the import was created."""
    updated_at: datetime.datetime
    """When the import was last updated."""
    upload_url: str
    """The URL to PUT the CSV file to, without the API key."""
    upload_valid_until: str
    """When the upload URL expires, one hour after creation."""
    object_: Literal["import"] = "import"
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = (
        "id",
        "status",
        "format",
        "entity",
        "title",
        "count",
        "metadata",
        "failedReason",
        "failedAt",
        "failedMessage",
        "createdAt",
        "updatedAt",
        "uploadUrl",
        "uploadValidUntil",
        "object",
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not CreateImportResponse:
            return as_subclass(cls, CreateImportResponse.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "id"]
            self.id = v if type(v) is str else wrong(v, "a string")
            v = d[key := "status"]
            self.status = _IMPORT_STATUS.get(v, v) if type(v) is str else wrong(v, "a string")
            v = d[key := "format"]
            self.format_ = _IMPORT_FORMAT.get(v, v) if type(v) is str else wrong(v, "a string")
            v = d[key := "entity"]
            self.entity = v if v is None else a_model(v, "type", _ENTITY_BY_TAG, "UnknownEntity")
            v = d[key := "title"]
            self.title = v if type(v) is str else wrong(v, "a string")
            v = d[key := "count"]
            self.count = v if type(v) in number_types else wrong(v, "a number")
            v = d[key := "metadata"]
            self.metadata = models.Metadata.from_dict(v)
            v = d[key := "failedReason"]
            self.failed_reason = v if v is None else _IMPORT_FAILED_REASON.get(a_string(v), v)
            v = d[key := "failedAt"]
            self.failed_at = v if v is None else a_time(v)
            v = d[key := "failedMessage"]
            self.failed_message = v if v is None or type(v) is str else wrong(v, "a string")
            v = d[key := "createdAt"]
            self.created_at = a_time(v)
            v = d[key := "updatedAt"]
            self.updated_at = a_time(v)
            v = d[key := "uploadUrl"]
            self.upload_url = v if type(v) is str else wrong(v, "a string")
            v = d[key := "uploadValidUntil"]
            self.upload_valid_until = v if type(v) is str else wrong(v, "a string")
            v = d[key := "object"]
            self.object_ = v if v == "import" else copied(v)
            self.additional_properties = {} if len(d) == 15 else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {
            "id": self.id,
            "status": self.status._value_ if type(self.status) is ImportStatus else self.status,
            "format": self.format_._value_ if type(self.format_) is ImportFormat else self.format_,
            "entity": None if self.entity is None else self.entity.to_dict(),
            "title": self.title,
            "count": self.count,
            "metadata": self.metadata.to_dict(),
            "failedReason": self.failed_reason._value_
            if type(self.failed_reason) is ImportFailedReason
            else self.failed_reason,
            "failedAt": None if self.failed_at is None else self.failed_at.isoformat(),
            "failedMessage": self.failed_message,
            "createdAt": self.created_at.isoformat(),
            "updatedAt": self.updated_at.isoformat(),
            "uploadUrl": self.upload_url,
            "uploadValidUntil": self.upload_valid_until,
            "object": self.object_ if self.object_ == "import" else copied(self.object_),
        }
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


_names = frozenset(CreateImportResponse._FIELDS)
