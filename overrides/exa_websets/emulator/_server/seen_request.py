"""What the emulator remembers of a request."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

_SECRET = ("authorization", "x-api-key")


def _without_keys(headers: Mapping[str, str]) -> str:
    return repr({name: "..." if name in _SECRET else value for name, value in headers.items()})


@frozen
class SeenRequest:
    """A request as it arrived.

    `path` is undecoded and stands below the base URL, `query` is the undecoded text behind the `?`, the names of
    `headers` are in lower case. Of the file of an import `body` is the beginning. `connection` is the client's port:
    the same for requests on one connection.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str] = field(repr=_without_keys)
    body: bytes
    connection: int
