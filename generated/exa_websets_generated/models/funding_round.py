from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from ..errors import malformed, wrong
from ..types import UNSET, Unset

fromisoformat = datetime.datetime.fromisoformat


@define
class FundingRound:
    """A round of funding."""

    name: str | None | Unset = UNSET
    """Its name. """
    date: str | None | Unset = UNSET
    """When it was. """
    amount: float | None | Unset = UNSET
    """How much it raised. """
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("name", "date", "amount")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        d: dict[str, Any] = {}
        try:
            d = {**src_dict}
            pop = d.pop
            return cls(
                UNSET
                if (v := pop("name", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                UNSET
                if (v := pop("date", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                UNSET
                if (v := pop("amount", UNSET)) is UNSET
                else None
                if v is None
                else v
                if (t := type(v)) is int or t is float
                else wrong(v, "a number"),
                d,
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, d, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {**self.additional_properties}
        if self.name is not UNSET:
            d["name"] = self.name
        if self.date is not UNSET:
            d["date"] = self.date
        if self.amount is not UNSET:
            d["amount"] = self.amount
        return d

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
