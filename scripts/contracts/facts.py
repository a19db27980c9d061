"""The facts of an API as flat data: operations, and every place where a value is sent or read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from attrs import field, frozen

REQUESTS, ANSWERS = "requests", "answers"
UNION = "union"
# The roles of parts of an operation: these and parameters are sent; statuses and their headers are read.
BODY, AUTHENTICATION, SERVER, UNUSED = "body", "authentication", "server", "unused authentication"
SENT = (BODY, AUTHENTICATION, SERVER, "path", "query", "header", "cookie")
# The prefixes of the names of requests that the service makes.
INCOMING = ("webhook ", "callback ")
# The member of a union for every object whose tag is not listed.
ANY_OTHER = "any other"


class Place(NamedTuple):
    """The place of a fact: the operation or component, its part, and the path inside that part."""

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
        """Whether users send or read this part; users read what is sent in requests that the service makes."""
        is_sent = self.role.partition(" ")[0] in SENT
        return REQUESTS if is_sent != self.owner.startswith(INCOMING) else ANSWERS

    @property
    def status(self) -> str:
        """The status of the response that contains this, or ""."""
        head = self.role.partition(" ")[0]
        return "" if head in SENT else head

    @property
    def is_error(self) -> bool:
        """Whether this is in an error response."""
        return self.status[:1] in ("4", "5", "d")


@frozen
class Operation:
    """An operation: its call and its request; `address` ignores the names of path parameters.

    The address of a webhook is its key, and that of a callback is the address of its operation.
    """

    id: str
    call: str
    request: str
    address: str
    deprecated: bool
    texts: Mapping[str, str]


@frozen
class Part:
    """The allowed values at a place; a field that is not `described` is only listed as required.

    `open` has the types that also allow values other than `values`. `limits` restrict the values, and `rules` has other
    facts by name, such as a default. `tag` is the field that distinguishes the members of a union. `home` is the place
    of the part in the document, and `inner` the component that it consists of.
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
