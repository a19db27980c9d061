from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from ..errors import malformed, wrong
from ..types import UNSET, Record, Unset, as_subclass, copied, new, number_types, others


@define(eq=False, repr=False)
class FundingRound(Record):
    """A funding round."""

    name: str | None | Unset = UNSET
    """The name of the round."""
    date: str | None | Unset = UNSET
    """The date of the round."""
    amount: float | None | Unset = UNSET
    """The amount raised."""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("name", "date", "amount")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not FundingRound:
            return as_subclass(cls, FundingRound.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key] if (key := "name") in d else UNSET
            self.name = v if v is UNSET or v is None or type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "date") in d else UNSET
            self.date = v if v is UNSET or v is None or type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "amount") in d else UNSET
            self.amount = v if v is UNSET or v is None or type(v) in number_types else wrong(v, "a number")
            self.additional_properties = {} if _names.issuperset(d) else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {}
        if self.name is not UNSET:
            d["name"] = self.name
        if self.date is not UNSET:
            d["date"] = self.date
        if self.amount is not UNSET:
            d["amount"] = self.amount
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


_names = frozenset(FundingRound._FIELDS)
