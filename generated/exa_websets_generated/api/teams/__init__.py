"""The operations of `teams`: get."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from ... import LazyModule, models
from ...types import UNSET, Unset
from .. import (
    AsyncResource,
    Call,
    PlainDict,
    RequestOptions,
    Resource,
    as_id,
    as_is,
    as_model,
    async_pages,
    aware,
    pages,
)

if TYPE_CHECKING:
    from ... import typed_dicts
else:
    typed_dicts = LazyModule("...typed_dicts", __name__)


def _get() -> Call[models.WebsetsTeamInfo]:
    from .teams_me_get import _get_kwargs

    request = _get_kwargs()
    return Call("teams_me_get", False, request, models.WebsetsTeamInfo.from_dict)


class Teams(Resource):
    """The operations of `teams`.

    All methods raise APIConnectionError if no response was received, APIStatusError if the service rejected the
    request, ResponseValidationError if the response does not match the API description, and ValueError for an
    invalid id.
    """

    def get(self, **options: Unpack[RequestOptions]) -> models.WebsetsTeamInfo:
        """Get the team of the API key.

        Return the team, its current usage and its concurrency limits.

        Args:
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return self._send(_get(), options)


class AsyncTeams(AsyncResource):
    """The operations of `teams`.

    All methods raise APIConnectionError if no response was received, APIStatusError if the service rejected the
    request, ResponseValidationError if the response does not match the API description, and ValueError for an
    invalid id.
    """

    async def get(self, **options: Unpack[RequestOptions]) -> models.WebsetsTeamInfo:
        """Get the team of the API key.

        Return the team, its current usage and its concurrency limits.

        Args:
            **options: `timeout`, `max_retries`, `extra_headers`, `extra_query` and `extra_body`; see `RequestOptions`.
        """
        return await self._send(_get(), options)
