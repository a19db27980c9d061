from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from .. import models
from ..errors import malformed, wrong
from ..types import UNSET, Unset

fromisoformat = datetime.datetime.fromisoformat


@define
class CreateMonitorParameters:
    """A search that runs again on a schedule."""

    webset_id: str
    """The id of the Webset to search in. """
    cadence: models.MonitorCadenceInput
    """When a monitor is to fire. """
    behavior: models.MonitorBehaviorInput
    """What a monitor is to do; a search is all there is. """
    metadata: models.MetadataInput | Unset = UNSET
    """The caller's own names and values; each value is text. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("websetId", "cadence", "behavior", "metadata")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            get = d.get
            return cls(
                v if type(v := d[key := "websetId"]) is str else wrong(v, "a string"),
                models.MonitorCadenceInput.from_dict(d[key := "cadence"]),
                models.MonitorBehaviorInput.from_dict(d[key := "behavior"]),
                UNSET if (v := get(key := "metadata", UNSET)) is UNSET else models.MetadataInput.from_dict(v),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {
            "websetId": self.webset_id,
            "cadence": self.cadence.to_dict(),
            "behavior": self.behavior.to_dict(),
        }
        if self.metadata is not UNSET:
            d["metadata"] = self.metadata.to_dict()
        return d
