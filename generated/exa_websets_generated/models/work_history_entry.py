from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..types import UNSET, Record, Unset, as_subclass, copied, new, others


@define(eq=False, repr=False)
class WorkHistoryEntry(Record):
    """A current or past position."""

    title: str | None | Unset = UNSET
    """The job title."""
    location: str | None | Unset = UNSET
    """The location of the position."""
    dates: models.HistoryDates | None | Unset = UNSET
    """When the person held the position."""
    company: models.HistoryOrganization | None | Unset = UNSET
    """The employer."""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("title", "location", "dates", "company")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not WorkHistoryEntry:
            return as_subclass(cls, WorkHistoryEntry.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key] if (key := "title") in d else UNSET
            self.title = v if v is UNSET or v is None or type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "location") in d else UNSET
            self.location = v if v is UNSET or v is None or type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "dates") in d else UNSET
            self.dates = v if v is UNSET or v is None else models.HistoryDates.from_dict(v)
            v = d[key] if (key := "company") in d else UNSET
            self.company = v if v is UNSET or v is None else models.HistoryOrganization.from_dict(v)
            self.additional_properties = {} if _names.issuperset(d) else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {}
        if self.title is not UNSET:
            d["title"] = self.title
        if self.location is not UNSET:
            d["location"] = self.location
        if self.dates is not UNSET:
            d["dates"] = None if self.dates is None else self.dates.to_dict()
        if self.company is not UNSET:
            d["company"] = None if self.company is None else self.company.to_dict()
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


_names = frozenset(WorkHistoryEntry._FIELDS)
