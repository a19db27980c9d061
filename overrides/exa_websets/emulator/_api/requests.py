"""What a call brings along, checked as strictly as the API does: ids in the path, keys of the query, a JSON body."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Annotated, Any, TypeVar, cast
from urllib.parse import unquote

from fastapi import Depends, Query as InQuery, Request
from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from ...pydantic import CreateWebsetParameters, UpdateEnrichmentParameters, UpdateWebsetRequest
from .._actions.store import Store

Model = TypeVar("Model", bound=BaseModel)

_NULLABLE: dict[type[BaseModel], tuple[str, ...]] = {
    CreateWebsetParameters: ("title",),
    UpdateWebsetRequest: ("metadata",),
    UpdateEnrichmentParameters: ("metadata",),
}

# Routes match the undecoded path, so that an id may hold a slash; the id is decoded here.
Id = Annotated[str, AfterValidator(unquote)]


class Query(BaseModel):
    """The query of a call that takes none; with fields the query of one that does."""

    model_config = ConfigDict(extra="forbid")


class PageQuery(Query):
    """The query of a list."""

    cursor: Annotated[str | None, Field(min_length=1)] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 25


async def _store(request: Request) -> Store:
    store: Store = request.state.store
    return store


TheStore = Annotated[Store, Depends(_store)]
NoQuery = Annotated[Query, InQuery()]
APage = Annotated[PageQuery, InQuery()]


def json_body(model: type[Model]) -> Callable[[Request], Awaitable[Model]]:
    """Make the dependency that reads a body of this model.

    FastAPI's own reading takes "3" for a number and the Python name of a field for its name on the wire.
    """

    async def read(request: Request) -> Model:
        try:
            decoded = from_json(await request.body(), allow_inf_nan=False)
            body = model.model_validate(_with_whole_numbers(decoded), strict=True, by_alias=True, by_name=False)
        except ValidationError as error:
            raise RequestValidationError(error.errors(include_url=False)) from None
        except ValueError as error:
            raise _refused("", f"Invalid JSON: {error}") from None
        for name in _nulls(body):
            raise _refused(name, "null is no value here")
        return body

    return read


def _refused(name: str, reason: str) -> RequestValidationError:
    return RequestValidationError([{"loc": (name,) if name else (), "msg": reason, "type": "value_error"}])


def _with_whole_numbers(node: object) -> object:
    """Turn 3.0 into 3: JSON knows one kind of number only."""
    if isinstance(node, dict):
        return {key: _with_whole_numbers(value) for key, value in cast(dict[str, object], node).items()}
    if isinstance(node, list):
        return [_with_whole_numbers(element) for element in cast(list[object], node)]
    return int(node) if isinstance(node, float) and node.is_integer() else node


def _nulls(node: object) -> Iterator[str]:
    """Name the fields that are null though they must not be; the models take null for a field that is absent."""
    if isinstance(node, BaseModel):
        for name, known in type(node).model_fields.items():
            value: object = getattr(node, name)
            if value is None and name in node.model_fields_set and name not in _NULLABLE.get(type(node), ()):
                yield known.alias or name
            yield from _nulls(value)
    elif isinstance(node, list):
        for element in cast(list[object], node):
            yield from _nulls(element)


def explain(errors: Sequence[Any]) -> str:
    """Say in one line what is wrong with a request."""
    unknown = [error["loc"][-1] for error in errors if error["type"] == "extra_forbidden"]
    if unknown:
        return "Unrecognized key(s) in object: " + ", ".join(f"'{key}'" for key in unknown)
    return "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}".removeprefix(": ") for error in errors)
