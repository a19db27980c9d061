from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from .. import models
from ..errors import malformed, wrong
from ..models.event_type import EventType
from ..types import UNSET, Unset

fromisoformat = datetime.datetime.fromisoformat
_EVENT_TYPE: dict[str, EventType] = {member.value: member for member in EventType}


@define
class UpdateWebhookParameters:
    """What to change about a webhook."""

    events: list[EventType] | Unset = UNSET
    """The types of the events to post. """
    url: str | Unset = UNSET
    """Where to post them. """
    metadata: models.MetadataInput | Unset = UNSET
    """The caller's own names and values; each value is text. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("events", "url", "metadata")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            get = d.get
            return cls(
                UNSET
                if (v := get(key := "events", UNSET)) is UNSET
                else [
                    (_EVENT_TYPE.get(x) if type(x) is str else None)
                    or wrong(
                        x,
                        "one of webset.created, webset.deleted, webset.paused, webset.idle, webset.search.created, webset.search.updated, webset.search.canceled, webset.search.completed, webset.item.created, webset.item.enriched, webset.export.created, webset.export.completed, import.created, import.completed, monitor.created, monitor.updated, monitor.deleted, monitor.run.created, monitor.run.completed",
                    )
                    for x in v
                ]
                if type(v) is list
                else wrong(v, "a list"),
                UNSET if (v := get(key := "url", UNSET)) is UNSET else v if type(v) is str else wrong(v, "a string"),
                UNSET if (v := get(key := "metadata", UNSET)) is UNSET else models.MetadataInput.from_dict(v),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {}
        if self.events is not UNSET:
            d["events"] = [x._value_ for x in self.events]
        if self.url is not UNSET:
            d["url"] = self.url
        if self.metadata is not UNSET:
            d["metadata"] = self.metadata.to_dict()
        return d
