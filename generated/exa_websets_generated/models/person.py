from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..types import UNSET, Record, Unset, a_list, as_subclass, copied, new, others


@define(eq=False, repr=False)
class Person(Record):
    """Details of a person."""

    name: str
    """The name."""
    location: str | None
    """The person's location."""
    position: str | None
    """The person's current position."""
    company: models.Employer | None
    """The person's current employer."""
    picture_url: str | None
    """The URL of a picture."""
    work_history: list[models.WorkHistoryEntry] | None | Unset = UNSET
    """Current and past positions; sent since mid-2026."""
    education_history: list[models.EducationHistoryEntry] | None | Unset = UNSET
    """Schools attended; sent since mid-2026."""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

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
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not Person:
            return as_subclass(cls, Person.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "name"]
            self.name = v if type(v) is str else wrong(v, "a string")
            v = d[key := "location"]
            self.location = v if v is None or type(v) is str else wrong(v, "a string")
            v = d[key := "position"]
            self.position = v if v is None or type(v) is str else wrong(v, "a string")
            v = d[key := "company"]
            self.company = v if v is None else models.Employer.from_dict(v)
            v = d[key := "pictureUrl"]
            self.picture_url = v if v is None or type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "workHistory") in d else UNSET
            self.work_history = (
                v if v is UNSET or v is None else [models.WorkHistoryEntry.from_dict(x) for x in a_list(v)]
            )
            v = d[key] if (key := "educationHistory") in d else UNSET
            self.education_history = (
                v if v is UNSET or v is None else [models.EducationHistoryEntry.from_dict(x) for x in a_list(v)]
            )
            self.additional_properties = {} if _names.issuperset(d) else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {
            "name": self.name,
            "location": self.location,
            "position": self.position,
            "company": None if self.company is None else self.company.to_dict(),
            "pictureUrl": self.picture_url,
        }
        if self.work_history is not UNSET:
            d["workHistory"] = None if self.work_history is None else [x.to_dict() for x in self.work_history]
        if self.education_history is not UNSET:
            d["educationHistory"] = (
                None if self.education_history is None else [x.to_dict() for x in self.education_history]
            )
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


_names = frozenset(Person._FIELDS)
