from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..models.event_type import EventType
from ..models.webhook_status import WebhookStatus
from ..types import UNSET, Record, Unset, a_list, a_time, as_subclass, copied, new, others

_WEBHOOK_STATUS = {member.value: member for member in WebhookStatus}
_EVENT_TYPE = {member.value: member for member in EventType}


@define(eq=False, repr=False)
class Webhook(Record):
    """An endpoint that receives events."""

    id: str
    """The id, assigned by the service."""
    status: models.WebhookStatus | str
    """Whether events are sent; a deleted webhook is inactive."""
    events: list[models.EventType | str]
    """The event types to send."""
    url: str
    """The URL that receives events."""
    secret: str | None
    """The signing secret for `exa_websets.webhooks.verify`; returned only when the webhook is created."""
    created_at: datetime.datetime
    """When the webhook was created."""
    updated_at: datetime.datetime
    """When the webhook was last updated."""
    object_: Literal["webhook"] = "webhook"
    metadata: models.Metadata | None | Unset = UNSET
    """Key-value pairs attached by the caller."""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = (
        "id",
        "status",
        "events",
        "url",
        "secret",
        "createdAt",
        "updatedAt",
        "object",
        "metadata",
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not Webhook:
            return as_subclass(cls, Webhook.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "id"]
            self.id = v if type(v) is str else wrong(v, "a string")
            v = d[key := "status"]
            self.status = _WEBHOOK_STATUS.get(v, v) if type(v) is str else wrong(v, "a string")
            v = d[key := "events"]
            self.events = [_EVENT_TYPE.get(x, x) if type(x) is str else wrong(x, "a string") for x in a_list(v)]
            v = d[key := "url"]
            self.url = v if type(v) is str else wrong(v, "a string")
            v = d[key := "secret"]
            self.secret = v if v is None or type(v) is str else wrong(v, "a string")
            v = d[key := "createdAt"]
            self.created_at = a_time(v)
            v = d[key := "updatedAt"]
            self.updated_at = a_time(v)
            v = d[key := "object"]
            self.object_ = v if v == "webhook" else copied(v)
            v = d[key] if (key := "metadata") in d else UNSET
            self.metadata = v if v is UNSET or v is None else models.Metadata.from_dict(v)
            self.additional_properties = {} if _names.issuperset(d) else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {
            "id": self.id,
            "status": self.status._value_ if type(self.status) is WebhookStatus else self.status,
            "events": [x._value_ if type(x) is EventType else x for x in self.events],
            "url": self.url,
            "secret": self.secret,
            "createdAt": self.created_at.isoformat(),
            "updatedAt": self.updated_at.isoformat(),
            "object": self.object_ if self.object_ == "webhook" else copied(self.object_),
        }
        if self.metadata is not UNSET:
            d["metadata"] = None if self.metadata is None else self.metadata.to_dict()
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


_names = frozenset(Webhook._FIELDS)
