from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..types import Record, as_subclass, copied, new, others


@define(eq=False, repr=False)
class MonitorSearchBehavior(Record):
    """A search on each run."""

    config: models.MonitorSearchConfig
    """The search of a monitor; omitted fields are taken from the Webset's last search."""
    type_: Literal["search"] = "search"
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("config", "type")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not MonitorSearchBehavior:
            return as_subclass(cls, MonitorSearchBehavior.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "config"]
            self.config = models.MonitorSearchConfig.from_dict(v)
            v = d[key := "type"]
            self.type_ = v if v == "search" else wrong(v, "search")
            self.additional_properties = {} if len(d) == 2 else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {"config": self.config.to_dict(), "type": self.type_}
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


_names = frozenset(MonitorSearchBehavior._FIELDS)
