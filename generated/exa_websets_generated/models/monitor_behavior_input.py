from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define

from .. import models
from ..errors import malformed, wrong

fromisoformat = datetime.datetime.fromisoformat


@define
class MonitorBehaviorInput:
    """What a monitor is to do; a search is all there is."""

    config: models.MonitorSearchConfigInput
    """The search of a monitor; what it leaves out comes from the Webset's last search. """
    type_: Literal["search"] = "search"

    _FIELDS: ClassVar[tuple[str, ...]] = ("config", "type")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            return cls(
                models.MonitorSearchConfigInput.from_dict(d[key := "config"]),
                v if (v := d[key := "type"]) == "search" else wrong(v, "search"),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {"config": self.config.to_dict(), "type": self.type_}
        return d
