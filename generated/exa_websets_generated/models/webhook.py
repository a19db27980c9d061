from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..models.event_type import EventType
from ..models.webhook_status import WebhookStatus
from ..types import UNSET, Unset

fromisoformat = datetime.datetime.fromisoformat
_WEBHOOK_STATUS: dict[str, WebhookStatus] = {member.value: member for member in WebhookStatus}
_EVENT_TYPE: dict[str, EventType] = {member.value: member for member in EventType}


@define
class Webhook:
    """An address to which the service posts events."""

    id: str
    """The id the service gave. """
    status: WebhookStatus | str
    """Whether events are posted. """
    events: list[EventType | str]
    """The types of the events that are posted. """
    url: str
    """Where events are posted to. """
    secret: str | None
    """What `exa_websets.webhooks.verify` needs; told once, in the answer of the creation. """
    created_at: datetime.datetime
    """When the webhook was created. """
    updated_at: datetime.datetime
    """When the webhook last changed. """
    object_: Literal["webhook"] = "webhook"
    metadata: models.Metadata | None | Unset = UNSET
    """The caller's own names and values. """
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

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
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            get = d.get
            return cls(
                v if type(v := d[key := "id"]) is str else wrong(v, "a string"),
                _WEBHOOK_STATUS.get(v, v) if type(v := d[key := "status"]) is str else wrong(v, "a string"),
                [_EVENT_TYPE.get(x, x) if type(x) is str else wrong(x, "a string") for x in v]
                if type(v := d[key := "events"]) is list
                else wrong(v, "a list"),
                v if type(v := d[key := "url"]) is str else wrong(v, "a string"),
                None if (v := d[key := "secret"]) is None else v if type(v) is str else wrong(v, "a string"),
                m if (m := fromisoformat(d[key := "createdAt"])).tzinfo else wrong(m, "a point in time with its zone"),
                m if (m := fromisoformat(d[key := "updatedAt"])).tzinfo else wrong(m, "a point in time with its zone"),
                d[key := "object"],
                UNSET
                if (v := get(key := "metadata", UNSET)) is UNSET
                else None
                if v is None
                else models.Metadata.from_dict(v),
                {} if _names.issuperset(d) else {name: x for name, x in d.items() if name not in _names},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {
            "id": self.id,
            "status": self.status._value_ if isinstance(self.status, WebhookStatus) else self.status,
            "events": [x._value_ if isinstance(x, EventType) else x for x in self.events],
            "url": self.url,
            "secret": self.secret,
            "createdAt": self.created_at.isoformat(),
            "updatedAt": self.updated_at.isoformat(),
            "object": self.object_,
        }
        if self.metadata is not UNSET:
            d["metadata"] = None if self.metadata is None else self.metadata.to_dict()
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


_names = frozenset(Webhook._FIELDS)
