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
class Person:
    """What is known of a person."""

    name: str
    """The name. """
    location: str | None
    """Where the person lives. """
    position: str | None
    """What the person does. """
    company: models.Employer | None
    """Where the person works. """
    picture_url: str | None
    """A picture. """
    work_history: list[Any] | None | Unset = UNSET
    """Earlier positions; sent since mid-2026 and not described yet. """
    education_history: list[Any] | None | Unset = UNSET
    """Schools and degrees; sent since mid-2026 and not described yet. """
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

    _FIELDS: ClassVar[tuple[str, ...]] = (
        "name",
        "location",
        "position",
        "company",
        "pictureUrl",
        "workHistory",
        "educationHistory",
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
                None if (v := d[key := "position"]) is None else v if type(v) is str else wrong(v, "a string"),
                None if (v := d[key := "company"]) is None else models.Employer.from_dict(v),
                None if (v := d[key := "pictureUrl"]) is None else v if type(v) is str else wrong(v, "a string"),
                UNSET
                if (v := get(key := "workHistory", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is list
                else wrong(v, "a list"),
                UNSET
                if (v := get(key := "educationHistory", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is list
                else wrong(v, "a list"),
                {} if _names.issuperset(d) else {name: x for name, x in d.items() if name not in _names},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {
            "name": self.name,
            "location": self.location,
            "position": self.position,
            "company": None if self.company is None else self.company.to_dict(),
            "pictureUrl": self.picture_url,
        }
        if self.work_history is not UNSET:
            d["workHistory"] = self.work_history
        if self.education_history is not UNSET:
            d["educationHistory"] = self.education_history
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


_names = frozenset(Person._FIELDS)
