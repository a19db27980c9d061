from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..models.enrichment_format import EnrichmentFormat
from ..types import UNSET, Unset

fromisoformat = datetime.datetime.fromisoformat
_ENRICHMENT_FORMAT: dict[str, EnrichmentFormat] = {member.value: member for member in EnrichmentFormat}


@define
class PreviewEnrichment:
    """A question that could be asked about each item."""

    description: str
    """The question in words. """
    format_: EnrichmentFormat | str
    """What an answer would look like. """
    options: list[models.EnrichmentOption] | None | Unset = UNSET
    """The answers to choose from, for the format options. """
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("description", "format", "options")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            get = d.get
            return cls(
                v if type(v := d[key := "description"]) is str else wrong(v, "a string"),
                _ENRICHMENT_FORMAT.get(v, v) if type(v := d[key := "format"]) is str else wrong(v, "a string"),
                UNSET
                if (v := get(key := "options", UNSET)) is UNSET
                else None
                if v is None
                else [models.EnrichmentOption.from_dict(x) for x in v]
                if type(v) is list
                else wrong(v, "a list"),
                {} if _names.issuperset(d) else {name: x for name, x in d.items() if name not in _names},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {
            "description": self.description,
            "format": self.format_._value_ if isinstance(self.format_, EnrichmentFormat) else self.format_,
        }
        if self.options is not UNSET:
            d["options"] = None if self.options is None else [x.to_dict() for x in self.options]
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


_names = frozenset(PreviewEnrichment._FIELDS)
