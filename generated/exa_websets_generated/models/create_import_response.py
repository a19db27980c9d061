from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, tag_of, wrong
from ..models.import_failed_reason import ImportFailedReason
from ..models.import_format import ImportFormat
from ..models.import_status import ImportStatus

fromisoformat = datetime.datetime.fromisoformat
_IMPORT_STATUS: dict[str, ImportStatus] = {member.value: member for member in ImportStatus}
_IMPORT_FORMAT: dict[str, ImportFormat] = {member.value: member for member in ImportFormat}

_ENTITY_BY_TAG: dict[object, str] = {
    "company": "CompanyEntity",
    "person": "PersonEntity",
    "article": "ArticleEntity",
    "research_paper": "ResearchPaperEntity",
    "custom": "CustomEntity",
}
_IMPORT_FAILED_REASON: dict[str, ImportFailedReason] = {member.value: member for member in ImportFailedReason}


@define
class CreateImportResponse:
    """A new import, and where to put its file."""

    id: str
    """The id the service gave. """
    status: ImportStatus | str
    """How far the import is. """
    format_: ImportFormat | str
    """What the rows came as. """
    entity: models.Entity | None
    """The kind of thing a row stands for. """
    title: str
    """A title. """
    count: int
    """The number of rows. """
    metadata: models.Metadata
    """The caller's own names and values, as the service keeps them. """
    failed_reason: ImportFailedReason | str | None
    """Why the import failed. """
    failed_at: datetime.datetime | None
    """When it failed. """
    failed_message: str | None
    """Why it failed, in words. """
    created_at: datetime.datetime
    """When the import was created. """
    updated_at: datetime.datetime
    """When the import last changed. """
    upload_url: str
    """Where to put the CSV file, without the key. """
    upload_valid_until: str
    """Until when, an hour after the creation. """
    object_: Literal["import"] = "import"
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

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
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            return cls(
                v if type(v := d[key := "id"]) is str else wrong(v, "a string"),
                _IMPORT_STATUS.get(v, v) if type(v := d[key := "status"]) is str else wrong(v, "a string"),
                _IMPORT_FORMAT.get(v, v) if type(v := d[key := "format"]) is str else wrong(v, "a string"),
                None
                if (v := d[key := "entity"]) is None
                else getattr(models, _ENTITY_BY_TAG.get(tag_of(v, "type"), "UnknownEntity")).from_dict(v),
                v if type(v := d[key := "title"]) is str else wrong(v, "a string"),
                v if (t := type(v := d[key := "count"])) is int or t is float else wrong(v, "a number"),
                models.Metadata.from_dict(d[key := "metadata"]),
                None
                if (v := d[key := "failedReason"]) is None
                else _IMPORT_FAILED_REASON.get(v, v)
                if type(v) is str
                else wrong(v, "a string"),
                None
                if (v := d[key := "failedAt"]) is None
                else m
                if (m := fromisoformat(v)).tzinfo
                else wrong(m, "a point in time with its zone"),
                None if (v := d[key := "failedMessage"]) is None else v if type(v) is str else wrong(v, "a string"),
                m if (m := fromisoformat(d[key := "createdAt"])).tzinfo else wrong(m, "a point in time with its zone"),
                m if (m := fromisoformat(d[key := "updatedAt"])).tzinfo else wrong(m, "a point in time with its zone"),
                v if type(v := d[key := "uploadUrl"]) is str else wrong(v, "a string"),
                v if type(v := d[key := "uploadValidUntil"]) is str else wrong(v, "a string"),
                d[key := "object"],
                {} if len(d) == 15 else {name: x for name, x in d.items() if name not in _names},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {
            "id": self.id,
            "status": self.status._value_ if isinstance(self.status, ImportStatus) else self.status,
            "format": self.format_._value_ if isinstance(self.format_, ImportFormat) else self.format_,
            "entity": None if self.entity is None else self.entity.to_dict(),
            "title": self.title,
            "count": self.count,
            "metadata": self.metadata.to_dict(),
            "failedReason": None
            if self.failed_reason is None
            else self.failed_reason._value_
            if isinstance(self.failed_reason, ImportFailedReason)
            else self.failed_reason,
            "failedAt": None if self.failed_at is None else self.failed_at.isoformat(),
            "failedMessage": self.failed_message,
            "createdAt": self.created_at.isoformat(),
            "updatedAt": self.updated_at.isoformat(),
            "uploadUrl": self.upload_url,
            "uploadValidUntil": self.upload_valid_until,
            "object": self.object_,
        }
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


_names = frozenset(CreateImportResponse._FIELDS)
