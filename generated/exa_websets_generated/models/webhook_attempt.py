from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..models.event_type import EventType

fromisoformat = datetime.datetime.fromisoformat
_EVENT_TYPE: dict[str, EventType] = {member.value: member for member in EventType}


@define
class WebhookAttempt:
    """One try to post an event."""

    id: str
    """The id the service gave. """
    event_id: str
    """The event that was posted. """
    event_type: EventType | str
    """The type of that event. """
    webhook_id: str
    """The webhook it was posted to. """
    url: str
    """The address it was posted to. """
    successful: bool
    """Whether it arrived; an answer from 200 to 299 says so, a redirect does not. """
    response_headers: models.ResponseHeaders
    """The headers with which a receiver answered. """
    response_body: str | None
    """What the receiver answered. """
    response_status_code: int
    """The status of that answer. """
    attempt: int
    """Which try it was, counted from 1. """
    attempted_at: datetime.datetime
    """When it was made. """
    object_: Literal["webhook_attempt"] = "webhook_attempt"
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

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
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            return cls(
                v if type(v := d[key := "id"]) is str else wrong(v, "a string"),
                v if type(v := d[key := "eventId"]) is str else wrong(v, "a string"),
                _EVENT_TYPE.get(v, v) if type(v := d[key := "eventType"]) is str else wrong(v, "a string"),
                v if type(v := d[key := "webhookId"]) is str else wrong(v, "a string"),
                v if type(v := d[key := "url"]) is str else wrong(v, "a string"),
                v if type(v := d[key := "successful"]) is bool else wrong(v, "true or false"),
                models.ResponseHeaders.from_dict(d[key := "responseHeaders"]),
                None if (v := d[key := "responseBody"]) is None else v if type(v) is str else wrong(v, "a string"),
                v if (t := type(v := d[key := "responseStatusCode"])) is int or t is float else wrong(v, "a number"),
                v if (t := type(v := d[key := "attempt"])) is int or t is float else wrong(v, "a number"),
                m
                if (m := fromisoformat(d[key := "attemptedAt"])).tzinfo
                else wrong(m, "a point in time with its zone"),
                d[key := "object"],
                {} if len(d) == 12 else {name: x for name, x in d.items() if name not in _names},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {
            "id": self.id,
            "eventId": self.event_id,
            "eventType": self.event_type._value_ if isinstance(self.event_type, EventType) else self.event_type,
            "webhookId": self.webhook_id,
            "url": self.url,
            "successful": self.successful,
            "responseHeaders": self.response_headers.to_dict(),
            "responseBody": self.response_body,
            "responseStatusCode": self.response_status_code,
            "attempt": self.attempt,
            "attemptedAt": self.attempted_at.isoformat(),
            "object": self.object_,
        }
        return {**self.additional_properties, **d} if self.additional_properties else d

    @property
    def additional_keys(self) -> list[str]:
        """Name the fields that the document does not name."""
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
