from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..types import UNSET, Record, Unset, as_subclass, copied, new, number_types, others


@define(eq=False, repr=False)
class CompanyFinancials(Record):
    """A company's revenue and funding; amounts appear to be in US dollars."""

    revenue_annual: float | None | Unset = UNSET
    """Annual revenue."""
    funding_total: float | None | Unset = UNSET
    """Total funding raised."""
    funding_latest_round: models.FundingRound | None | Unset = UNSET
    """The latest funding round."""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("revenueAnnual", "fundingTotal", "fundingLatestRound")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not CompanyFinancials:
            return as_subclass(cls, CompanyFinancials.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key] if (key := "revenueAnnual") in d else UNSET
            self.revenue_annual = v if v is UNSET or v is None or type(v) in number_types else wrong(v, "a number")
            v = d[key] if (key := "fundingTotal") in d else UNSET
            self.funding_total = v if v is UNSET or v is None or type(v) in number_types else wrong(v, "a number")
            v = d[key] if (key := "fundingLatestRound") in d else UNSET
            self.funding_latest_round = v if v is UNSET or v is None else models.FundingRound.from_dict(v)
            self.additional_properties = {} if _names.issuperset(d) else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {}
        if self.revenue_annual is not UNSET:
            d["revenueAnnual"] = self.revenue_annual
        if self.funding_total is not UNSET:
            d["fundingTotal"] = self.funding_total
        if self.funding_latest_round is not UNSET:
            d["fundingLatestRound"] = None if self.funding_latest_round is None else self.funding_latest_round.to_dict()
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


_names = frozenset(CompanyFinancials._FIELDS)
