"""The handle by which another process takes a run over."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Self, cast

from attrs import frozen

from .._http.json_body import decode
from .._pickles import unpickle
from .rule_json import rule_from_json, rule_to_json, time_from_json
from .stop_rules import StopRule


@frozen
class RunHandle:
    """What another process needs to take a run over. It holds no key, and travels as JSON or as a pickle."""

    id: str
    base_url: str
    until: StopRule
    finish_by: datetime | None = None
    """When what is left of it is canceled, if its rule has fired and enrichments are finishing."""

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
            TypeError: the stop rule contains a function or a rule of your own, for which there is no JSON.
        """
        document = {"id": self.id, "baseUrl": self.base_url, "until": rule_to_json(self.until)}
        finish_by = {} if self.finish_by is None else {"finishBy": self.finish_by.isoformat()}
        return json.dumps(document | finish_by)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Return the handle that `to_json` has written. Unlike a pickle, JSON from elsewhere cannot run code.

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
        raise ValueError("it has to be an object with id, baseUrl, until, possibly finishBy, and nothing else")
    for name in fields.keys() - {"until"}:
        if not isinstance(fields[name], str) or not fields[name]:
            raise ValueError(f"its {name} has to be a string that is not empty")
    finish_by = time_from_json(fields["finishBy"]) if "finishBy" in fields else None
    return {
        "id": fields["id"],
        "base_url": fields["baseUrl"],
        "until": rule_from_json(fields["until"]),
        "finish_by": finish_by,
    }
