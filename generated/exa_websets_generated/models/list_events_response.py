from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..types import Record, a_model, as_subclass, copied, new, others

_DATA_BY_TAG = {
    "webset.created": "WebsetCreatedEvent",
    "webset.deleted": "WebsetDeletedEvent",
    "webset.paused": "WebsetPausedEvent",
    "webset.idle": "WebsetIdleEvent",
    "webset.search.created": "WebsetSearchCreatedEvent",
    "webset.search.updated": "WebsetSearchUpdatedEvent",
    "webset.search.canceled": "WebsetSearchCanceledEvent",
    "webset.search.completed": "WebsetSearchCompletedEvent",
    "webset.item.created": "WebsetItemCreatedEvent",
    "webset.item.enriched": "WebsetItemEnrichedEvent",
    "import.created": "ImportCreatedEvent",
    "import.completed": "ImportCompletedEvent",
    "monitor.created": "MonitorCreatedEvent",
    "monitor.updated": "MonitorUpdatedEvent",
    "monitor.deleted": "MonitorDeletedEvent",
    "monitor.run.created": "MonitorRunCreatedEvent",
    "monitor.run.completed": "MonitorRunCompletedEvent",
}


@define(eq=False, repr=False)
class ListEventsResponse(Record):
    """A page of events."""

    data: list[models.Event]
    """The events on this page."""
    has_more: bool
    """Whether the service expects more results; rely on `nextCursor` instead."""
    next_cursor: str | None
    """The cursor for the next page; null on the last page."""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("data", "hasMore", "nextCursor")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not ListEventsResponse:
            return as_subclass(cls, ListEventsResponse.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "data"]
            self.data = (
                [a_model(x, "type", _DATA_BY_TAG, "UnknownEvent") for x in v] if type(v) is list else wrong(v, "a list")
            )
            v = d[key := "hasMore"]
            self.has_more = v if type(v) is bool else wrong(v, "true or false")
            v = d[key := "nextCursor"]
            self.next_cursor = v if v is None or type(v) is str else wrong(v, "a string")
            self.additional_properties = {} if len(d) == 3 else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {
            "data": [x.to_dict() for x in self.data],
            "hasMore": self.has_more,
            "nextCursor": self.next_cursor,
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


_names = frozenset(ListEventsResponse._FIELDS)
