"""What a call brings along, checked as strictly as the API does: ids in the path, keys of the query, a JSON body."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any, TypeVar
from urllib.parse import unquote

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

Model = TypeVar("Model", bound=BaseModel)

# Routes match the undecoded path, so that an id may hold a slash; the id is decoded here.
Id = Annotated[str, AfterValidator(unquote)]


class Query(BaseModel):
    """The query of a call that takes none; with fields the query of one that does."""

    model_config = ConfigDict(extra="forbid")


class PageQuery(Query):
    """The query of a list."""

    cursor: Annotated[str | None, Field(min_length=1)] = None
    limit: Annotated[int, Field(ge=1, le=100)] = 25


def json_body(model: type[Model]) -> Callable[[Request], Awaitable[Model]]:
    """Make the dependency that reads a body of this model.

    FastAPI's own reading takes "3" for a number and the Python name of a field for its name on the wire.
    """

    async def read(request: Request) -> Model:
        try:
            return model.model_validate_json(await request.body(), strict=True, by_alias=True, by_name=False)
        except ValidationError as error:
            raise RequestValidationError(error.errors(include_url=False)) from None

    return read


def explain(errors: Sequence[Any]) -> str:
    """Say in one line what is wrong with a request."""
    unknown = [error["loc"][-1] for error in errors if error["type"] == "extra_forbidden"]
    if unknown:
        return "Unrecognized key(s) in object: " + ", ".join(f"'{key}'" for key in unknown)
    return "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}".removeprefix(": ") for error in errors)
