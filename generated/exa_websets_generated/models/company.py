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
class Company:
    """What is known of a company."""

    name: str
    """Its name. """
    location: str | None
    """Where its head office is. """
    employees: int | None
    """How many people work there. """
    industry: str | None
    """Its industry. """
    about: str | None
    """What it does. """
    logo_url: str | None
    """Its logo. """
    founded_year: int | None | Unset = UNSET
    """When it was founded; sent since May 2026. """
    headquarters: models.CompanyHeadquarters | None | Unset = UNSET
    """Its head office; sent since May 2026. """
    financials: models.CompanyFinancials | None | Unset = UNSET
    """Its money; sent since May 2026. """
    web_traffic: models.CompanyWebTraffic | None | Unset = UNSET
    """The visits to its website; sent since May 2026. """
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

    _FIELDS: ClassVar[tuple[str, ...]] = (
        "name",
        "location",
        "employees",
        "industry",
        "about",
        "logoUrl",
        "foundedYear",
        "headquarters",
        "financials",
        "webTraffic",
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            get = d.get
            return cls(
                v if type(v := d[key := "name"]) is str else wrong(v, "a string"),
                None if (v := d[key := "location"]) is None else v if type(v) is str else wrong(v, "a string"),
                None
                if (v := d[key := "employees"]) is None
                else v
                if (t := type(v)) is int or t is float
                else wrong(v, "a number"),
                None if (v := d[key := "industry"]) is None else v if type(v) is str else wrong(v, "a string"),
                None if (v := d[key := "about"]) is None else v if type(v) is str else wrong(v, "a string"),
                None if (v := d[key := "logoUrl"]) is None else v if type(v) is str else wrong(v, "a string"),
                UNSET
                if (v := get(key := "foundedYear", UNSET)) is UNSET
                else None
                if v is None
                else v
                if (t := type(v)) is int or t is float
                else wrong(v, "a number"),
                UNSET
                if (v := get(key := "headquarters", UNSET)) is UNSET
                else None
                if v is None
                else models.CompanyHeadquarters.from_dict(v),
                UNSET
                if (v := get(key := "financials", UNSET)) is UNSET
                else None
                if v is None
                else models.CompanyFinancials.from_dict(v),
                UNSET
                if (v := get(key := "webTraffic", UNSET)) is UNSET
                else None
                if v is None
                else models.CompanyWebTraffic.from_dict(v),
                {} if _names.issuperset(d) else {name: x for name, x in d.items() if name not in _names},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {
            "name": self.name,
            "location": self.location,
            "employees": self.employees,
            "industry": self.industry,
            "about": self.about,
            "logoUrl": self.logo_url,
        }
        if self.founded_year is not UNSET:
            d["foundedYear"] = self.founded_year
        if self.headquarters is not UNSET:
            d["headquarters"] = None if self.headquarters is None else self.headquarters.to_dict()
        if self.financials is not UNSET:
            d["financials"] = None if self.financials is None else self.financials.to_dict()
        if self.web_traffic is not UNSET:
            d["webTraffic"] = None if self.web_traffic is None else self.web_traffic.to_dict()
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


_names = frozenset(Company._FIELDS)
