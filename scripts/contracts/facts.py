"""The facts of an API as flat data: operations, and every place where something is sent or read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from attrs import field, frozen

REQUESTS, ANSWERS = "requests", "answers"
UNION = "union"
# What a part of an operation is called: these and the parameters are sent; a status, and the headers of one, are read.
BODY, AUTHENTICATION, SERVER, UNUSED = "body", "authentication", "server", "unused authentication"
SENT = (BODY, AUTHENTICATION, SERVER, "path", "query", "header", "cookie")
# How the names of requests that the service makes start.
INCOMING = ("webhook ", "callback ")
# The member of a union for every object whose tag is not listed.
ANY_OTHER = "any other"


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
        """Whether users send or read this part; of a request that the service makes they read what is sent."""
        is_sent = self.role.partition(" ")[0] in SENT
        return REQUESTS if is_sent != self.owner.startswith(INCOMING) else ANSWERS

    @property
    def status(self) -> str:
        """The status of the answer that this is in, or ""."""
        head = self.role.partition(" ")[0]
        return "" if head in SENT else head

    @property
    def is_error(self) -> bool:
        """Whether this is in an answer that says that the call failed."""
        return self.status[:1] in ("4", "5", "d")


@frozen
class Operation:
    """An operation: its call and its request; `address` ignores the names of path parameters.

    A webhook is its own address, and a callback has that of its operation.
    """

    id: str
    call: str
    request: str
    address: str
    deprecated: bool
    texts: Mapping[str, str]


@frozen
class Part:
    """The allowed values at a place; a field that is not described is only required.

    `open` are the types of which other values than `values` are allowed. `limits` narrow the values, and `rules` are
    the other facts by name, such as a default. `tag` is the field that tells the members of a union apart. `home` is
    where the part is in the document, `inner` the component it consists of.
    """

    types: frozenset[str]
    required: bool = True
    described: bool = True
    null: bool = False
    values: frozenset[str] | None = None
    open: frozenset[str] = frozenset()
    limits: Mapping[str, Any] = field(factory=dict[str, Any])
    rules: Mapping[str, str] = field(factory=dict[str, str])
    texts: Mapping[str, str] = field(factory=dict[str, str])
    deprecated: bool = False
    tag: str = ""
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
