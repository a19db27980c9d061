from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

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
class CreateImportParameters:
    """A CSV file to bring in."""

    size: int
    """The size of the file in bytes. """
    count: int
    """The number of rows, without the header. """
    entity: models.KnownEntity
    """What kind of thing is looked for. """
    format_: Literal["csv"] = "csv"
    title: str | Unset = UNSET
    """A title. """
    csv: models.CsvOptionsInput | Unset = UNSET
    """How to read a CSV file. """
    metadata: models.MetadataInput | Unset = UNSET
    """The caller's own names and values; each value is text. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("size", "count", "entity", "format", "title", "csv", "metadata")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            get = d.get
            return cls(
                v if (t := type(v := d[key := "size"])) is int or t is float else wrong(v, "a number"),
                v if (t := type(v := d[key := "count"])) is int or t is float else wrong(v, "a number"),
                getattr(
                    models,
                    (
                        _ENTITY_BY_TAG.get(tag_of((v := d[key := "entity"]), "type"))
                        or wrong_tag(v, "type", "one of 'company', 'person', 'article', 'research_paper', 'custom'")
                    ),
                ).from_dict(v),
                v if (v := d[key := "format"]) == "csv" else wrong(v, "csv"),
                UNSET if (v := get(key := "title", UNSET)) is UNSET else v if type(v) is str else wrong(v, "a string"),
                UNSET if (v := get(key := "csv", UNSET)) is UNSET else models.CsvOptionsInput.from_dict(v),
                UNSET if (v := get(key := "metadata", UNSET)) is UNSET else models.MetadataInput.from_dict(v),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {
            "size": self.size,
            "count": self.count,
            "entity": self.entity.to_dict(),
            "format": self.format_,
        }
        if self.title is not UNSET:
            d["title"] = self.title
        if self.csv is not UNSET:
            d["csv"] = self.csv.to_dict()
        if self.metadata is not UNSET:
            d["metadata"] = self.metadata.to_dict()
        return d
