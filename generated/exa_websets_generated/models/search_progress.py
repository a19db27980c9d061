from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from ..errors import malformed, wrong
from ..types import Record, as_subclass, copied, new, number_types, others


@define(eq=False, repr=False)
class SearchProgress(Record):
    """The progress of a search. A completion of 100 does not mean that the search has finished; check its
    status."""

    found: int
    """The number of items found so far."""
    analyzed: int
    """The number of candidates analyzed so far."""
    completion: float
    """The estimated completion in percent."""
    time_left: Any
    """The estimated seconds left, which may increase, or null; any value is accepted."""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("found", "analyzed", "completion", "timeLeft")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not SearchProgress:
            return as_subclass(cls, SearchProgress.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "found"]
            self.found = v if type(v) in number_types else wrong(v, "a number")
            v = d[key := "analyzed"]
            self.analyzed = v if type(v) in number_types else wrong(v, "a number")
            v = d[key := "completion"]
            self.completion = v if type(v) in number_types else wrong(v, "a number")
            v = d[key := "timeLeft"]
            self.time_left = copied(v)
            self.additional_properties = {} if len(d) == 4 else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {
            "found": self.found,
            "analyzed": self.analyzed,
            "completion": self.completion,
            "timeLeft": copied(self.time_left),
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


_names = frozenset(SearchProgress._FIELDS)
