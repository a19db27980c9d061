from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..models.recall_confidence import RecallConfidence

fromisoformat = datetime.datetime.fromisoformat
_RECALL_CONFIDENCE: dict[str, RecallConfidence] = {member.value: member for member in RecallConfidence}


@define
class RecallExpected:
    """The number of results to expect."""

    total: int
    """The likeliest number. """
    confidence: RecallConfidence | str
    """How sure the estimate is. """
    bounds: models.RecallBounds
    """The smallest and the largest number to expect. """
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("total", "confidence", "bounds")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            return cls(
                v if (t := type(v := d[key := "total"])) is int or t is float else wrong(v, "a number"),
                _RECALL_CONFIDENCE.get(v, v) if type(v := d[key := "confidence"]) is str else wrong(v, "a string"),
                models.RecallBounds.from_dict(d[key := "bounds"]),
                {} if len(d) == 3 else {name: x for name, x in d.items() if name not in _names},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {
            "total": self.total,
            "confidence": self.confidence._value_ if isinstance(self.confidence, RecallConfidence) else self.confidence,
            "bounds": self.bounds.to_dict(),
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


_names = frozenset(RecallExpected._FIELDS)
