from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from ..errors import malformed, wrong
from ..types import UNSET, Record, Unset, as_subclass, copied, new, number_types, others


@define(eq=False, repr=False)
class Error(Record):
    """The body of an error response. It has one of three shapes: statusCode, message, error, timestamp and
    path; requestId, error and tag; or an error object that contains the details."""

    status_code: int | None | Unset = UNSET
    """The HTTP status code."""
    message: Any | Unset = UNSET
    """The error message."""
    error: Any | Unset = UNSET
    """The name of the HTTP status in the first shape, the error message in the second, and in the third an
    object with type, code, message or detail, and requestId."""
    tag: str | None | Unset = UNSET
    """A machine-readable error code, such as NOT_FOUND."""
    request_id: str | None | Unset = UNSET
    """The id of the request, for support inquiries."""
    timestamp: str | None | Unset = UNSET
    """When the error occurred."""
    path: str | None | Unset = UNSET
    """The path of the request, relative to the base URL."""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("statusCode", "message", "error", "tag", "requestId", "timestamp", "path")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not Error:
            return as_subclass(cls, Error.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key] if (key := "statusCode") in d else UNSET
            self.status_code = v if v is UNSET or v is None or type(v) in number_types else wrong(v, "a number")
            v = d[key] if (key := "message") in d else UNSET
            self.message = v if v is UNSET else copied(v)
            v = d[key] if (key := "error") in d else UNSET
            self.error = v if v is UNSET else copied(v)
            v = d[key] if (key := "tag") in d else UNSET
            self.tag = v if v is UNSET or v is None or type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "requestId") in d else UNSET
            self.request_id = v if v is UNSET or v is None or type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "timestamp") in d else UNSET
            self.timestamp = v if v is UNSET or v is None or type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "path") in d else UNSET
            self.path = v if v is UNSET or v is None or type(v) is str else wrong(v, "a string")
            self.additional_properties = {} if _names.issuperset(d) else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {}
        if self.status_code is not UNSET:
            d["statusCode"] = self.status_code
        if self.message is not UNSET:
            d["message"] = copied(self.message)
        if self.error is not UNSET:
            d["error"] = copied(self.error)
        if self.tag is not UNSET:
            d["tag"] = self.tag
        if self.request_id is not UNSET:
            d["requestId"] = self.request_id
        if self.timestamp is not UNSET:
            d["timestamp"] = self.timestamp
        if self.path is not UNSET:
            d["path"] = self.path
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


_names = frozenset(Error._FIELDS)
