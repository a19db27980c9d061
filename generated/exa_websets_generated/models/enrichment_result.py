from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..models.enrichment_format import EnrichmentFormat
from ..models.enrichment_status import EnrichmentStatus

fromisoformat = datetime.datetime.fromisoformat
_ENRICHMENT_STATUS: dict[str, EnrichmentStatus] = {member.value: member for member in EnrichmentStatus}
_ENRICHMENT_FORMAT: dict[str, EnrichmentFormat] = {member.value: member for member in EnrichmentFormat}


@define
class EnrichmentResult:
    """The answer of an enrichment for one item."""

    status: EnrichmentStatus | str
    """How far the answer is. """
    format_: EnrichmentFormat | str
    """What the answer looks like. """
    result: list[str] | None
    """The answer, always as text, numbers too; null while there is none. """
    reasoning: str | None
    """How the answer was found. """
    references: list[models.Reference]
    """The pages it rests on. """
    enrichment_id: str
    """The enrichment that asked. """
    object_: Literal["enrichment_result"] = "enrichment_result"
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

    _FIELDS: ClassVar[tuple[str, ...]] = (
        "status",
        "format",
        "result",
        "reasoning",
        "references",
        "enrichmentId",
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
                _ENRICHMENT_STATUS.get(v, v) if type(v := d[key := "status"]) is str else wrong(v, "a string"),
                _ENRICHMENT_FORMAT.get(v, v) if type(v := d[key := "format"]) is str else wrong(v, "a string"),
                None
                if (v := d[key := "result"]) is None
                else [x if type(x) is str else wrong(x, "a string") for x in v]
                if type(v) is list
                else wrong(v, "a list"),
                None if (v := d[key := "reasoning"]) is None else v if type(v) is str else wrong(v, "a string"),
                [models.Reference.from_dict(x) for x in v]
                if type(v := d[key := "references"]) is list
                else wrong(v, "a list"),
                v if type(v := d[key := "enrichmentId"]) is str else wrong(v, "a string"),
                d[key := "object"],
                {} if len(d) == 7 else {name: x for name, x in d.items() if name not in _names},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {
            "status": self.status._value_ if isinstance(self.status, EnrichmentStatus) else self.status,
            "format": self.format_._value_ if isinstance(self.format_, EnrichmentFormat) else self.format_,
            "result": self.result,
            "reasoning": self.reasoning,
            "references": [x.to_dict() for x in self.references],
            "enrichmentId": self.enrichment_id,
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


_names = frozenset(EnrichmentResult._FIELDS)
