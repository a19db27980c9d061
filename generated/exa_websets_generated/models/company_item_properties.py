from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong

fromisoformat = datetime.datetime.fromisoformat


@define
class CompanyItemProperties:
    """A company."""

    url: str
    """Its website. """
    description: str
    """Why it fits the search. """
    content: str | None
    """The text of its website. """
    company: models.Company
    """What is known of a company. """
    type_: Literal["company"] = "company"
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("url", "description", "content", "company", "type")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            return cls(
                v if type(v := d[key := "url"]) is str else wrong(v, "a string"),
                v if type(v := d[key := "description"]) is str else wrong(v, "a string"),
                None if (v := d[key := "content"]) is None else v if type(v) is str else wrong(v, "a string"),
                models.Company.from_dict(d[key := "company"]),
                v if (v := d[key := "type"]) == "company" else wrong(v, "company"),
                {} if len(d) == 5 else {name: x for name, x in d.items() if name not in _names},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {
            "url": self.url,
            "description": self.description,
            "content": self.content,
            "company": self.company.to_dict(),
            "type": self.type_,
        }
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


_names = frozenset(CompanyItemProperties._FIELDS)
