"""The handle with which another process takes over a run."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Self, cast

from attrs import frozen

from .._http.json_body import decode
from .pickles import unpickle
from .rule_json import rule_from_json, rule_to_json, time_from_json
from .stop_rules import StopRule


@frozen
class RunHandle:
    """A handle with which another process can take over a run. It can be stored as JSON or pickled, without the key."""

    id: str
    base_url: str
    until: StopRule
    finish_by: datetime | None = None
    """The time at which everything that is still running is canceled, if the stop rule fired before the handover."""

    def __attrs_post_init__(self) -> None:
        if "@" in self.base_url.partition("://")[2].partition("/")[0]:
            raise ValueError("the base URL of a handle may not have a user or a password")
        if self.finish_by is not None and self.finish_by.tzinfo is None:
            raise ValueError("finish_by of a handle has no time zone")

    def __reduce__(self) -> tuple[Any, ...]:
        return unpickle, ("RunHandle", self.id, self.base_url, self.until, self.finish_by)

    def to_json(self) -> str:
        """Return this handle as JSON.

        Raises:
            TypeError: the stop rule contains a function or a custom rule, which cannot be written as JSON.
        """
        document = {"id": self.id, "baseUrl": self.base_url, "until": rule_to_json(self.until)}
        finish_by = {} if self.finish_by is None else {"finishBy": self.finish_by.isoformat()}
        return json.dumps(document | finish_by)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Parse a handle that `to_json` returned. Unlike a pickle, JSON from an untrusted source cannot run code.

        Raises:
            ValueError: the text is not the JSON of a handle.
        """
        try:
            return cls(**_handle_fields(decode(text.encode() if isinstance(text, str) else text)))
        except ValueError as error:
            raise ValueError(f"This is not the JSON of a RunHandle: {error}.") from None


def _handle_fields(document: Any) -> dict[str, Any]:
    fields = cast("dict[str, Any]", document) if isinstance(document, dict) else {}
    if fields.keys() - {"finishBy"} != {"id", "baseUrl", "until"}:
        raise ValueError("it must be an object with the members id, baseUrl, until and, optionally, finishBy")
    for name in fields.keys() - {"until"}:
        if not isinstance(fields[name], str) or not fields[name]:
            raise ValueError(f"its {name} must be a non-empty string")
    finish_by = time_from_json(fields["finishBy"]) if "finishBy" in fields else None
    return {
        "id": fields["id"],
        "base_url": fields["baseUrl"],
        "until": rule_from_json(fields["until"]),
        "finish_by": finish_by,
    }
