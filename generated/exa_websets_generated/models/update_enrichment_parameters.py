from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from .. import models
from ..errors import malformed, wrong
from ..models.enrichment_format import EnrichmentFormat
from ..types import UNSET, Unset

fromisoformat = datetime.datetime.fromisoformat
_ENRICHMENT_FORMAT: dict[str, EnrichmentFormat] = {member.value: member for member in EnrichmentFormat}


@define
class UpdateEnrichmentParameters:
    """What to change about an enrichment."""

    description: str | Unset = UNSET
    """The question in words. """
    format_: EnrichmentFormat | Unset = UNSET
    """What the answer of an enrichment looks like. """
    options: list[models.EnrichmentOptionInput] | Unset = UNSET
    """The answers to choose from, for the format options. """
    metadata: models.MetadataInput | None | Unset = UNSET
    """The caller's own names and values; null removes them all. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("description", "format", "options", "metadata")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            get = d.get
            return cls(
                UNSET
                if (v := get(key := "description", UNSET)) is UNSET
                else v
                if type(v) is str
                else wrong(v, "a string"),
                UNSET
                if (v := get(key := "format", UNSET)) is UNSET
                else (_ENRICHMENT_FORMAT.get(v) if type(v) is str else None)
                or wrong(v, "one of text, date, number, options, email, phone, url"),
                UNSET
                if (v := get(key := "options", UNSET)) is UNSET
                else [models.EnrichmentOptionInput.from_dict(x) for x in v]
                if type(v) is list
                else wrong(v, "a list"),
                UNSET
                if (v := get(key := "metadata", UNSET)) is UNSET
                else None
                if v is None
                else models.MetadataInput.from_dict(v),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {}
        if self.description is not UNSET:
            d["description"] = self.description
        if self.format_ is not UNSET:
            d["format"] = self.format_._value_
        if self.options is not UNSET:
            d["options"] = [x.to_dict() for x in self.options]
        if self.metadata is not UNSET:
            d["metadata"] = None if self.metadata is None else self.metadata.to_dict()
        return d
