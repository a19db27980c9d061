"""The facts of an API as flat data: operations, and every place where something is sent or read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from attrs import field, frozen

REQUESTS, ANSWERS = "requests", "answers"
UNION = "union"


class Place(NamedTuple):
    """Where a fact is: the operation or component, the part of it, and the path inside that part."""

    owner: str
    role: str = ""
    path: tuple[str, ...] = ()

    def inside(self, step: str) -> Place:
        return Place(self.owner, self.role, (*self.path, step))

    @property
    def parent(self) -> Place:
        return Place(self.owner, self.role, self.path[:-1])

    @property
    def direction(self) -> str:
        """Whether this part of an operation is sent or read."""
        return REQUESTS if self.role == "body" or " " in self.role else ANSWERS


@frozen
class Operation:
    """An operation: its call and its request; `address` ignores the names of path parameters."""

    id: str
    call: str
    request: str
    address: str
    deprecated: bool
    texts: Mapping[str, str]


@frozen
class Part:
    """The allowed values at a place; `home` is where it is in the document, `inner` the component it consists of."""

    types: frozenset[str]
    required: bool = True
    null: bool = False
    values: frozenset[str] | None = None
    limits: Mapping[str, Any] = field(factory=dict[str, Any])
    texts: Mapping[str, str] = field(factory=dict[str, str])
    deprecated: bool = False
    home: str = ""
    inner: str = ""
    cut: bool = False


@frozen
class Contract:
    """The facts of a document; `uses` holds for each component whether it is sent, read, or both."""

    operations: Mapping[str, Operation]
    names: frozenset[str]
    parts: Mapping[Place, Part]
    uses: Mapping[str, frozenset[str]]
    texts: Mapping[str, str]
