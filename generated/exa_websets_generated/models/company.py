from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..types import UNSET, Record, Unset, as_subclass, copied, new, number_types, others


@define(eq=False, repr=False)
class Company(Record):
    """Details of a company."""

    name: str
    """The name."""
    location: str | None
    """The location of the headquarters."""
    employees: int | None
    """The number of employees."""
    industry: str | None
    """The industry."""
    about: str | None
    """A short description of the company."""
    logo_url: str | None
    """The URL of the logo."""
    founded_year: int | None | Unset = UNSET
    """The year the company was founded; sent since May 2026."""
    headquarters: models.CompanyHeadquarters | None | Unset = UNSET
    """The headquarters; sent since May 2026."""
    financials: models.CompanyFinancials | None | Unset = UNSET
    """Revenue and funding; sent since May 2026."""
    web_traffic: models.CompanyWebTraffic | None | Unset = UNSET
    """Traffic of the company's website; sent since May 2026."""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

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
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not Company:
            return as_subclass(cls, Company.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "name"]
            self.name = v if type(v) is str else wrong(v, "a string")
            v = d[key := "location"]
            self.location = v if v is None or type(v) is str else wrong(v, "a string")
            v = d[key := "employees"]
            self.employees = v if v is None or type(v) in number_types else wrong(v, "a number")
            v = d[key := "industry"]
            self.industry = v if v is None or type(v) is str else wrong(v, "a string")
            v = d[key := "about"]
            self.about = v if v is None or type(v) is str else wrong(v, "a string")
            v = d[key := "logoUrl"]
            self.logo_url = v if v is None or type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "foundedYear") in d else UNSET
            self.founded_year = v if v is UNSET or v is None or type(v) in number_types else wrong(v, "a number")
            v = d[key] if (key := "headquarters") in d else UNSET
            self.headquarters = v if v is UNSET or v is None else models.CompanyHeadquarters.from_dict(v)
            v = d[key] if (key := "financials") in d else UNSET
            self.financials = v if v is UNSET or v is None else models.CompanyFinancials.from_dict(v)
            v = d[key] if (key := "webTraffic") in d else UNSET
            self.web_traffic = v if v is UNSET or v is None else models.CompanyWebTraffic.from_dict(v)
            self.additional_properties = {} if _names.issuperset(d) else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
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


_names = frozenset(Company._FIELDS)
