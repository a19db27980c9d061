from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..types import UNSET, Unset

fromisoformat = datetime.datetime.fromisoformat


@define
class CompanyFinancials:
    """A company's revenue and funding, in US dollars as far as known."""

    revenue_annual: float | None | Unset = UNSET
    """Revenue a year. """
    funding_total: float | None | Unset = UNSET
    """All funding so far. """
    funding_latest_round: models.FundingRound | None | Unset = UNSET
    """The latest round of funding. """
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("revenueAnnual", "fundingTotal", "fundingLatestRound")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            get = d.get
            return cls(
                UNSET
                if (v := get(key := "revenueAnnual", UNSET)) is UNSET
                else None
                if v is None
                else v
                if (t := type(v)) is int or t is float
                else wrong(v, "a number"),
                UNSET
                if (v := get(key := "fundingTotal", UNSET)) is UNSET
                else None
                if v is None
                else v
                if (t := type(v)) is int or t is float
                else wrong(v, "a number"),
                UNSET
                if (v := get(key := "fundingLatestRound", UNSET)) is UNSET
                else None
                if v is None
                else models.FundingRound.from_dict(v),
                {} if _names.issuperset(d) else {name: x for name, x in d.items() if name not in _names},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {}
        if self.revenue_annual is not UNSET:
            d["revenueAnnual"] = self.revenue_annual
        if self.funding_total is not UNSET:
            d["fundingTotal"] = self.funding_total
        if self.funding_latest_round is not UNSET:
            d["fundingLatestRound"] = None if self.funding_latest_round is None else self.funding_latest_round.to_dict()
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


_names = frozenset(CompanyFinancials._FIELDS)
