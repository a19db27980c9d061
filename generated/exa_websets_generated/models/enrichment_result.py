from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..models.enrichment_format import EnrichmentFormat
from ..models.enrichment_status import EnrichmentStatus
from ..types import Record, a_list, as_subclass, copied, new, others

_ENRICHMENT_STATUS = {member.value: member for member in EnrichmentStatus}
_ENRICHMENT_FORMAT = {member.value: member for member in EnrichmentFormat}


@define(eq=False, repr=False)
class EnrichmentResult(Record):
    """The result of an enrichment for one item."""

    status: models.EnrichmentStatus | str
    """The status of the result."""
    format_: models.EnrichmentFormat | str
    """The format of the result."""
    result: list[str] | None
    """The result as strings, whatever the format; null until there is one."""
    reasoning: str | None
    """The reasoning behind the result."""
    references: list[models.Reference]
    """The pages that support it."""
    enrichment_id: str
    """The id of the enrichment."""
    object_: Literal["enrichment_result"] = "enrichment_result"
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

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
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not EnrichmentResult:
            return as_subclass(cls, EnrichmentResult.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "status"]
            self.status = _ENRICHMENT_STATUS.get(v, v) if type(v) is str else wrong(v, "a string")
            v = d[key := "format"]
            self.format_ = _ENRICHMENT_FORMAT.get(v, v) if type(v) is str else wrong(v, "a string")
            v = d[key := "result"]
            self.result = v if v is None else [x if type(x) is str else wrong(x, "a string") for x in a_list(v)]
            v = d[key := "reasoning"]
            self.reasoning = v if v is None or type(v) is str else wrong(v, "a string")
            v = d[key := "references"]
            self.references = [models.Reference.from_dict(x) for x in v] if type(v) is list else wrong(v, "a list")
            v = d[key := "enrichmentId"]
            self.enrichment_id = v if type(v) is str else wrong(v, "a string")
            v = d[key := "object"]
            self.object_ = v if v == "enrichment_result" else copied(v)
            self.additional_properties = {} if len(d) == 7 else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {
            "status": self.status._value_ if type(self.status) is EnrichmentStatus else self.status,
            "format": self.format_._value_ if type(self.format_) is EnrichmentFormat else self.format_,
            "result": None if self.result is None else [*self.result],
            "reasoning": self.reasoning,
            "references": [x.to_dict() for x in self.references],
            "enrichmentId": self.enrichment_id,
            "object": self.object_ if self.object_ == "enrichment_result" else copied(self.object_),
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


_names = frozenset(EnrichmentResult._FIELDS)
