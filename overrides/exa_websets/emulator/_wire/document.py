"""Serialization of models and times as the service writes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeAlias, cast

from pydantic import BaseModel, PlainSerializer


def format_time(at: datetime) -> str:
    """Format a time in UTC with milliseconds and a `Z`."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_document(model: BaseModel) -> dict[str, Any]:
    """Convert a model to the JSON document that is sent."""
    return cast(dict[str, Any], _to_json(model.model_dump(by_alias=True, exclude_unset=True)))


# With `Annotated[Webset, AS_DOCUMENT]` as its response model, FastAPI validates the model and sends this form of it.
AS_DOCUMENT = PlainSerializer(to_document)

Json: TypeAlias = "dict[str, Json] | list[Json] | str | float | bool | None"


def _to_json(value: object) -> Json:
    if isinstance(value, dict):
        return {name: _to_json(member) for name, member in cast(dict[str, object], value).items()}
    if isinstance(value, list):
        return [_to_json(element) for element in cast(list[object], value)]
    if isinstance(value, datetime):
        return format_time(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return cast(Json, value)
