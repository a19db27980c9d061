"""How the service writes a document: milliseconds in each time, whole numbers without a point, nothing unset."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeAlias, cast

from pydantic import BaseModel, PlainSerializer


def format_time(at: datetime) -> str:
    """Write a time as the service does."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_document(model: BaseModel) -> dict[str, Any]:
    """Turn a model into the document that is sent."""
    return cast(dict[str, Any], _to_json(model.model_dump(by_alias=True, exclude_unset=True)))


# `Annotated[Webset, AS_DOCUMENT]` as a response model: FastAPI checks the model and sends it in this form.
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
