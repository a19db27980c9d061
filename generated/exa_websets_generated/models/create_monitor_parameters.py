from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from .. import models
from ..errors import malformed, wrong
from ..types import UNSET, Record, Unset, as_subclass, new


@define(eq=False, repr=False)
class CreateMonitorParameters(Record):
    """A new monitor."""

    webset_id: str
    """The id of the Webset to search in."""
    cadence: models.MonitorCadenceInput
    """The schedule of a monitor."""
    behavior: models.MonitorBehaviorInput
    """What a monitor does on each run; the only type is search."""
    metadata: models.UnboundedMetadataInput | Unset = UNSET
    """Key-value pairs to attach; values are strings of any length."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("websetId", "cadence", "behavior", "metadata")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not CreateMonitorParameters:
            return as_subclass(cls, CreateMonitorParameters.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "websetId"]
            self.webset_id = v if type(v) is str else wrong(v, "a string")
            v = d[key := "cadence"]
            self.cadence = models.MonitorCadenceInput.from_dict(v)
            v = d[key := "behavior"]
            self.behavior = models.MonitorBehaviorInput.from_dict(v)
            v = d[key] if (key := "metadata") in d else UNSET
            self.metadata = v if v is UNSET else models.UnboundedMetadataInput.from_dict(v)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {
            "websetId": self.webset_id,
            "cadence": self.cadence.to_dict(),
            "behavior": self.behavior.to_dict(),
        }
        if self.metadata is not UNSET:
            d["metadata"] = self.metadata.to_dict()
        return d
