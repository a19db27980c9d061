from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from ..errors import malformed, wrong
from ..types import UNSET, Record, Unset, as_subclass, copied, new, others


@define(eq=False, repr=False)
class CompanyHeadquarters(Record):
    """The address of a company's headquarters."""

    address: str | None | Unset = UNSET
    """The street address."""
    city: str | None | Unset = UNSET
    """The city."""
    state: str | None | Unset = UNSET
    """The state or region."""
    postal_code: str | None | Unset = UNSET
    """The postal code."""
    country: str | None | Unset = UNSET
    """The country."""
    country_code: str | None | Unset = UNSET
    """The country code."""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("address", "city", "state", "postalCode", "country", "countryCode")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not CompanyHeadquarters:
            return as_subclass(cls, CompanyHeadquarters.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key] if (key := "address") in d else UNSET
            self.address = v if v is UNSET or v is None or type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "city") in d else UNSET
            self.city = v if v is UNSET or v is None or type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "state") in d else UNSET
            self.state = v if v is UNSET or v is None or type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "postalCode") in d else UNSET
            self.postal_code = v if v is UNSET or v is None or type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "country") in d else UNSET
            self.country = v if v is UNSET or v is None or type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "countryCode") in d else UNSET
            self.country_code = v if v is UNSET or v is None or type(v) is str else wrong(v, "a string")
            self.additional_properties = {} if _names.issuperset(d) else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {}
        if self.address is not UNSET:
            d["address"] = self.address
        if self.city is not UNSET:
            d["city"] = self.city
        if self.state is not UNSET:
            d["state"] = self.state
        if self.postal_code is not UNSET:
            d["postalCode"] = self.postal_code
        if self.country is not UNSET:
            d["country"] = self.country
        if self.country_code is not UNSET:
            d["countryCode"] = self.country_code
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


_names = frozenset(CompanyHeadquarters._FIELDS)
