from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from ..errors import malformed, wrong

fromisoformat = datetime.datetime.fromisoformat


@define
class SearchProgress:
    """How far a search is. A completion of 100 does not mean that it has ended; its status tells."""

    found: int
    """Items found so far. """
    analyzed: int
    """Candidates looked at so far. """
    completion: float
    """Percent done, as the service estimates it. """
    time_left: Any
    """Seconds left, as the service estimates it, or null; it may rise. Any value is accepted. """
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("found", "analyzed", "completion", "timeLeft")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            return cls(
                v if (t := type(v := d[key := "found"])) is int or t is float else wrong(v, "a number"),
                v if (t := type(v := d[key := "analyzed"])) is int or t is float else wrong(v, "a number"),
                v if (t := type(v := d[key := "completion"])) is int or t is float else wrong(v, "a number"),
                d[key := "timeLeft"],
                {} if len(d) == 4 else {name: x for name, x in d.items() if name not in _names},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {
            "found": self.found,
            "analyzed": self.analyzed,
            "completion": self.completion,
            "timeLeft": self.time_left,
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


_names = frozenset(SearchProgress._FIELDS)
