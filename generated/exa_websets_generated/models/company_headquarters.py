from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from ..errors import malformed, wrong
from ..types import UNSET, Unset

fromisoformat = datetime.datetime.fromisoformat


@define
class CompanyHeadquarters:
    """A head office."""

    address: str | None | Unset = UNSET
    """Street and number. """
    city: str | None | Unset = UNSET
    """The city. """
    state: str | None | Unset = UNSET
    """The state or region. """
    postal_code: str | None | Unset = UNSET
    """The postal code. """
    country: str | None | Unset = UNSET
    """The country. """
    country_code: str | None | Unset = UNSET
    """The country's code. """
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("address", "city", "state", "postalCode", "country", "countryCode")

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
                if (v := get(key := "address", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                UNSET
                if (v := get(key := "city", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                UNSET
                if (v := get(key := "state", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                UNSET
                if (v := get(key := "postalCode", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                UNSET
                if (v := get(key := "country", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                UNSET
                if (v := get(key := "countryCode", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                {} if _names.issuperset(d) else {name: x for name, x in d.items() if name not in _names},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
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


_names = frozenset(CompanyHeadquarters._FIELDS)
