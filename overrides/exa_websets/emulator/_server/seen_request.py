"""A request as the emulator received it."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

_SECRET_HEADERS = ("authorization", "x-api-key")


def _redacted(headers: Mapping[str, str]) -> str:
    return repr({name: "..." if name in _SECRET_HEADERS else value for name, value in headers.items()})


@frozen
class SeenRequest:
    """A request as it arrived. Its repr does not show the API key.

    Attributes:
        method: The method, in upper case.
        path: The undecoded path below the base URL.
        query: The undecoded query, without the `?`.
        headers: The headers; their names are in lower case.
        body: The body; of the file of an import, the beginning.
        connection: The port of the client, which is the same for requests on one connection.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str] = field(repr=_redacted)
    body: bytes
    connection: int
