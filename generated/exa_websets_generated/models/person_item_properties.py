from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong

fromisoformat = datetime.datetime.fromisoformat


@define
class PersonItemProperties:
    """A person."""

    url: str
    """The profile. """
    description: str
    """Why the person fits the search. """
    person: models.Person
    """What is known of a person. """
    type_: Literal["person"] = "person"
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("url", "description", "person", "type")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        d: dict[str, Any] = {}
        try:
            d = {**src_dict}
            pop = d.pop
            return cls(
                v if type(v := pop("url")) is str else wrong(v, "a string"),
                v if type(v := pop("description")) is str else wrong(v, "a string"),
                models.Person.from_dict(pop("person")),
                v if (v := pop("type")) == "person" else wrong(v, "person"),
                d,
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, d, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {
            **self.additional_properties,
            "url": self.url,
            "description": self.description,
            "person": self.person.to_dict(),
            "type": self.type_,
        }
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
