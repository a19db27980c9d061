from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define

from .. import models
from ..errors import malformed, wrong
from ..types import UNSET, Record, Unset, a_model, as_subclass, new, number_types

_ENTITY_BY_TAG = {
    "company": "CompanyEntity",
    "person": "PersonEntity",
    "article": "ArticleEntity",
    "research_paper": "ResearchPaperEntity",
    "custom": "CustomEntityInput",
}


@define(eq=False, repr=False)
class CreateImportParameters(Record):
    """A new import."""

    size: int
    """The size of the file in bytes."""
    count: int
    """The number of rows, not counting the header."""
    entity: models.EntityInput
    """The type of entity to search for."""
    format_: Literal["csv"] = "csv"
    title: str | Unset = UNSET
    """The title."""
    csv: models.CsvOptionsInput | Unset = UNSET
    """Options for reading a CSV file."""
    metadata: models.MetadataInput | Unset = UNSET
    """Key-value pairs to attach; values are strings."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("size", "count", "entity", "format", "title", "csv", "metadata")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not CreateImportParameters:
            return as_subclass(cls, CreateImportParameters.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "size"]
            self.size = v if type(v) in number_types else wrong(v, "a number")
            v = d[key := "count"]
            self.count = v if type(v) in number_types else wrong(v, "a number")
            v = d[key := "entity"]
            self.entity = a_model(v, "type", _ENTITY_BY_TAG)
            v = d[key := "format"]
            self.format_ = v if v == "csv" else wrong(v, "csv")
            v = d[key] if (key := "title") in d else UNSET
            self.title = v if v is UNSET or type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "csv") in d else UNSET
            self.csv = v if v is UNSET else models.CsvOptionsInput.from_dict(v)
            v = d[key] if (key := "metadata") in d else UNSET
            self.metadata = v if v is UNSET else models.MetadataInput.from_dict(v)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
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
