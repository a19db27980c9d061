from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..models.verdict import Verdict
from ..types import UNSET, Unset

fromisoformat = datetime.datetime.fromisoformat
_VERDICT: dict[str, Verdict] = {member.value: member for member in Verdict}


@define
class ItemEvaluation:
    """How an item did on one criterion."""

    criterion: str
    """The criterion in words. """
    reasoning: str
    """Why it was judged so. """
    satisfied: Verdict | str
    """The verdict. """
    references: list[models.Reference] | None | Unset = UNSET
    """The pages it rests on. """
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("criterion", "reasoning", "satisfied", "references")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            get = d.get
            return cls(
                v if type(v := d[key := "criterion"]) is str else wrong(v, "a string"),
                v if type(v := d[key := "reasoning"]) is str else wrong(v, "a string"),
                _VERDICT.get(v, v) if type(v := d[key := "satisfied"]) is str else wrong(v, "a string"),
                UNSET
                if (v := get(key := "references", UNSET)) is UNSET
                else None
                if v is None
                else [models.Reference.from_dict(x) for x in v]
                if type(v) is list
                else wrong(v, "a list"),
                {} if _names.issuperset(d) else {name: x for name, x in d.items() if name not in _names},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {
            "criterion": self.criterion,
            "reasoning": self.reasoning,
            "satisfied": self.satisfied._value_ if isinstance(self.satisfied, Verdict) else self.satisfied,
        }
        if self.references is not UNSET:
            d["references"] = None if self.references is None else [x.to_dict() for x in self.references]
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


_names = frozenset(ItemEvaluation._FIELDS)
