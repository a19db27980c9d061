from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from ..errors import malformed, wrong
from ..types import UNSET, Unset

fromisoformat = datetime.datetime.fromisoformat


@define
class Error:
    """Why a call failed. The service has two forms: one with statusCode, message, error, timestamp and
    path, and one with requestId, error and tag."""

    status_code: int | None | Unset = UNSET
    """The HTTP status, repeated. """
    message: Any | Unset = UNSET
    """What went wrong. """
    error: str | None | Unset = UNSET
    """The name of the status, or in the second form what went wrong. """
    tag: str | None | Unset = UNSET
    """A word for programs, such as NOT_FOUND. """
    request_id: str | None | Unset = UNSET
    """The id to name when asking the vendor about this call. """
    timestamp: str | None | Unset = UNSET
    """When it happened. """
    path: str | None | Unset = UNSET
    """The path of the call, below the base URL. """
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """The fields that the document does not name. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("statusCode", "message", "error", "tag", "requestId", "timestamp", "path")

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
                if (v := get(key := "statusCode", UNSET)) is UNSET
                else None
                if v is None
                else v
                if (t := type(v)) is int or t is float
                else wrong(v, "a number"),
                get(key := "message", UNSET),
                UNSET
                if (v := get(key := "error", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                UNSET
                if (v := get(key := "tag", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                UNSET
                if (v := get(key := "requestId", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                UNSET
                if (v := get(key := "timestamp", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                UNSET
                if (v := get(key := "path", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                {} if _names.issuperset(d) else {name: x for name, x in d.items() if name not in _names},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {}
        if self.status_code is not UNSET:
            d["statusCode"] = self.status_code
        if self.message is not UNSET:
            d["message"] = self.message
        if self.error is not UNSET:
            d["error"] = self.error
        if self.tag is not UNSET:
            d["tag"] = self.tag
        if self.request_id is not UNSET:
            d["requestId"] = self.request_id
        if self.timestamp is not UNSET:
            d["timestamp"] = self.timestamp
        if self.path is not UNSET:
            d["path"] = self.path
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


_names = frozenset(Error._FIELDS)
