from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from .. import models
from ..errors import malformed, wrong
from ..models.event_type import EventType
from ..types import UNSET, Record, Unset, as_subclass, new, one_of

_EVENT_TYPE = {member.value: member for member in EventType}


@define(eq=False, repr=False)
class CreateWebhookParameters(Record):
    """A new webhook."""

    events: list[models.EventType]
    """The event types to send."""
    url: str
    """The URL to send events to."""
    metadata: models.MetadataInput | Unset = UNSET
    """Key-value pairs to attach; values are strings."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("events", "url", "metadata")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not CreateWebhookParameters:
            return as_subclass(cls, CreateWebhookParameters.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "events"]
            self.events = (
                [
                    one_of(
                        _EVENT_TYPE,
                        x,
                        "webset.created, webset.deleted, webset.paused, webset.idle, webset.search.created, webset.search.updated, webset.search.canceled, webset.search.completed, webset.item.created, webset.item.enriched, webset.export.created, webset.export.completed, import.created, import.completed, monitor.created, monitor.updated, monitor.deleted, monitor.run.created, monitor.run.completed",
                    )
                    for x in v
                ]
                if type(v) is list
                else wrong(v, "a list")
            )
            v = d[key := "url"]
            self.url = v if type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "metadata") in d else UNSET
            self.metadata = v if v is UNSET else models.MetadataInput.from_dict(v)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {"events": [x._value_ for x in self.events], "url": self.url}
        if self.metadata is not UNSET:
            d["metadata"] = self.metadata.to_dict()
        return d
