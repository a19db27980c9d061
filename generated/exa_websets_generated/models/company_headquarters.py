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
        d: dict[str, Any] = {}
        try:
            d = {**src_dict}
            pop = d.pop
            return cls(
                UNSET
                if (v := pop("address", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                UNSET
                if (v := pop("city", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                UNSET
                if (v := pop("state", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                UNSET
                if (v := pop("postalCode", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                UNSET
                if (v := pop("country", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                UNSET
                if (v := pop("countryCode", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                d,
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, d, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {**self.additional_properties}
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
