from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..models.event_type import EventType
from ..types import Record, a_time, as_subclass, copied, new, number_types, others

_EVENT_TYPE = {member.value: member for member in EventType}


@define(eq=False, repr=False)
class WebhookAttempt(Record):
    """An attempt to deliver an event."""

    id: str
    """The id, assigned by the service."""
    event_id: str
    """The id of the event."""
    event_type: models.EventType | str
    """The type of the event."""
    webhook_id: str
    """The id of the webhook."""
    url: str
    """The URL that the event was sent to."""
    successful: bool
    """Whether the receiver responded with a status from 200 to 299; a redirect counts as failed."""
    response_headers: models.ResponseHeaders
    """The headers of the receiver's response."""
    response_body: str | None
    """The body of the receiver's response."""
    response_status_code: int
    """The status code of the receiver's response."""
    attempt: int
    """The number of the attempt, starting at 1."""
    attempted_at: datetime.datetime
    """When the attempt was made."""
    object_: Literal["webhook_attempt"] = "webhook_attempt"
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = (
        "id",
        "eventId",
        "eventType",
        "webhookId",
        "url",
        "successful",
        "responseHeaders",
        "responseBody",
        "responseStatusCode",
        "attempt",
        "attemptedAt",
        "object",
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not WebhookAttempt:
            return as_subclass(cls, WebhookAttempt.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "id"]
            self.id = v if type(v) is str else wrong(v, "a string")
            v = d[key := "eventId"]
            self.event_id = v if type(v) is str else wrong(v, "a string")
            v = d[key := "eventType"]
            self.event_type = _EVENT_TYPE.get(v, v) if type(v) is str else wrong(v, "a string")
            v = d[key := "webhookId"]
            self.webhook_id = v if type(v) is str else wrong(v, "a string")
            v = d[key := "url"]
            self.url = v if type(v) is str else wrong(v, "a string")
            v = d[key := "successful"]
            self.successful = v if type(v) is bool else wrong(v, "true or false")
            v = d[key := "responseHeaders"]
            self.response_headers = models.ResponseHeaders.from_dict(v)
            v = d[key := "responseBody"]
            self.response_body = v if v is None or type(v) is str else wrong(v, "a string")
            v = d[key := "responseStatusCode"]
            self.response_status_code = v if type(v) in number_types else wrong(v, "a number")
            v = d[key := "attempt"]
            self.attempt = v if type(v) in number_types else wrong(v, "a number")
            v = d[key := "attemptedAt"]
            self.attempted_at = a_time(v)
            v = d[key := "object"]
            self.object_ = v if v == "webhook_attempt" else copied(v)
            self.additional_properties = {} if len(d) == 12 else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {
            "id": self.id,
            "eventId": self.event_id,
            "eventType": self.event_type._value_ if type(self.event_type) is EventType else self.event_type,
            "webhookId": self.webhook_id,
            "url": self.url,
            "successful": self.successful,
            "responseHeaders": self.response_headers.to_dict(),
            "responseBody": self.response_body,
            "responseStatusCode": self.response_status_code,
            "attempt": self.attempt,
            "attemptedAt": self.attempted_at.isoformat(),
            "object": self.object_ if self.object_ == "webhook_attempt" else copied(self.object_),
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


_names = frozenset(WebhookAttempt._FIELDS)
