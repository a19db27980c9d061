from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..types import Record, as_subclass, copied, new, others


@define(eq=False, repr=False)
class WebsetsTeamInfo(Record):
    """A team, its current usage and its concurrency limits."""

    id: str
    """The id, assigned by the service."""
    name: str
    """The name of the team."""
    concurrency: models.TeamConcurrency
    """A team's current usage."""
    limits: models.TeamLimits
    """A team's concurrency limits; null means unlimited."""
    object_: Literal["team"] = "team"
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("id", "name", "concurrency", "limits", "object")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not WebsetsTeamInfo:
            return as_subclass(cls, WebsetsTeamInfo.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "id"]
            self.id = v if type(v) is str else wrong(v, "a string")
            v = d[key := "name"]
            self.name = v if type(v) is str else wrong(v, "a string")
            v = d[key := "concurrency"]
            self.concurrency = models.TeamConcurrency.from_dict(v)
            v = d[key := "limits"]
            self.limits = models.TeamLimits.from_dict(v)
            v = d[key := "object"]
            self.object_ = v if v == "team" else copied(v)
            self.additional_properties = {} if len(d) == 5 else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {
            "id": self.id,
            "name": self.name,
            "concurrency": self.concurrency.to_dict(),
            "limits": self.limits.to_dict(),
            "object": self.object_ if self.object_ == "team" else copied(self.object_),
        }
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


_names = frozenset(WebsetsTeamInfo._FIELDS)
