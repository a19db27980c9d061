from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define

from .. import models
from ..errors import malformed, wrong
from ..types import Record, as_subclass, new


@define(eq=False, repr=False)
class MonitorBehaviorInput(Record):
    """What a monitor does on each run; the only type is search."""

    config: models.MonitorSearchConfigInput
    """The search of a monitor; omitted fields are taken from the Webset's last search."""
    type_: Literal["search"] = "search"

    _FIELDS: ClassVar[tuple[str, ...]] = ("config", "type")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not MonitorBehaviorInput:
            return as_subclass(cls, MonitorBehaviorInput.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "config"]
            self.config = models.MonitorSearchConfigInput.from_dict(v)
            v = d[key := "type"]
            self.type_ = v if v == "search" else wrong(v, "search")
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {"config": self.config.to_dict(), "type": self.type_}
        return d
