from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..models.recall_confidence import RecallConfidence
from ..types import Record, as_subclass, copied, new, number_types, others

_RECALL_CONFIDENCE = {member.value: member for member in RecallConfidence}


@define(eq=False, repr=False)
class RecallExpected(Record):
    """The expected number of results."""

    total: int
    """The most likely number of results."""
    confidence: models.RecallConfidence | str
    """The confidence in the estimate."""
    bounds: models.RecallBounds
    """The lower and upper bound of the expected number of results."""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("total", "confidence", "bounds")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not RecallExpected:
            return as_subclass(cls, RecallExpected.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "total"]
            self.total = v if type(v) in number_types else wrong(v, "a number")
            v = d[key := "confidence"]
            self.confidence = _RECALL_CONFIDENCE.get(v, v) if type(v) is str else wrong(v, "a string")
            v = d[key := "bounds"]
            self.bounds = models.RecallBounds.from_dict(v)
            self.additional_properties = {} if len(d) == 3 else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {
            "total": self.total,
            "confidence": self.confidence._value_ if type(self.confidence) is RecallConfidence else self.confidence,
            "bounds": self.bounds.to_dict(),
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


_names = frozenset(RecallExpected._FIELDS)
