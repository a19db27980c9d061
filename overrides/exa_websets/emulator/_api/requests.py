"""The path ids, the query and the JSON body of a request, validated as by the API."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Annotated, TypeVar, cast
from urllib.parse import unquote

from fastapi import Depends, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from ...pydantic import CreateWebsetParameters, UpdateEnrichmentParameters, UpdateWebsetRequest
from .._actions.store import Store
from .tolerance import in_described_form, remove_unknown_keys

Model = TypeVar("Model", bound=BaseModel)

_NULLABLE_FIELDS: dict[type[BaseModel], tuple[str, ...]] = {
    CreateWebsetParameters: ("title",),
    UpdateWebsetRequest: ("metadata",),
    UpdateEnrichmentParameters: ("metadata",),
}

# Routes match the undecoded path, so that an id may contain a slash; it is decoded here.
PathId = Annotated[str, AfterValidator(unquote)]


class StrictQuery(BaseModel):
    """A query that rejects unknown keys; without fields, the query of an operation that takes none."""

    model_config = ConfigDict(extra="forbid")


class PageQuery(StrictQuery):
    """The query of a list."""

    cursor: Annotated[str | None, Field(min_length=1)] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 25


async def _store(request: Request) -> Store:
    store: Store = request.state.store
    return store


StoreDep = Annotated[Store, Depends(_store)]
NoQuery = Annotated[StrictQuery, Query()]
PageParams = Annotated[PageQuery, Query()]


def json_body(model: type[Model]) -> Callable[[Request], Awaitable[Model]]:
    """Return a dependency that parses the body of a request as this model.

    FastAPI's own parsing is too lax: it accepts "3" as a number, and Python names of fields instead of their aliases.
    """

    async def read(request: Request) -> Model:
        try:
            decoded = from_json(await request.body(), allow_inf_nan=False)
            body, notes = _parse(model, _with_whole_numbers(decoded), strict=request.state.warn is None)
        except ValidationError as error:
            raise RequestValidationError(error.errors(include_url=False)) from None
        except ValueError as error:
            raise _invalid("", f"Invalid JSON: {error}") from None
        for name in _null_fields(body):
            raise _invalid(name, "null is not allowed here")
        for note in notes:
            request.state.warn(f"{request.method} {request.scope['path']}: {note}")
        return body

    return read


def _parse(model: type[Model], decoded: object, *, strict: bool) -> tuple[Model, list[str]]:
    """Return a body as a model, and the undocumented parts that it contained."""
    notes: list[str] = []
    if not strict:
        decoded, notes = in_described_form(model, decoded)
    while True:
        try:
            return model.model_validate(decoded, strict=True, by_alias=True, by_name=False), notes
        except ValidationError as error:
            removed = [] if strict else remove_unknown_keys(decoded, error.errors())
            if not removed:
                raise
            notes += removed


def _invalid(name: str, reason: str) -> RequestValidationError:
    return RequestValidationError([{"loc": (name,) if name else (), "msg": reason, "type": "value_error"}])


def _with_whole_numbers(node: object) -> object:
    """Replace floats such as 3.0 by integers, because JSON does not distinguish them."""
    if isinstance(node, dict):
        return {key: _with_whole_numbers(value) for key, value in cast(dict[str, object], node).items()}
    if isinstance(node, list):
        return [_with_whole_numbers(element) for element in cast(list[object], node)]
    return int(node) if isinstance(node, float) and node.is_integer() else node


def _null_fields(node: object) -> Iterator[str]:
    """Yield the fields that are null and must not be; the models accept null for every optional field."""
    if isinstance(node, BaseModel):
        for name, field in type(node).model_fields.items():
            value: object = getattr(node, name)
            if value is None and name in node.model_fields_set and name not in _NULLABLE_FIELDS.get(type(node), ()):
                yield field.alias or name
            yield from _null_fields(value)
    elif isinstance(node, list):
        for element in cast(list[object], node):
            yield from _null_fields(element)
