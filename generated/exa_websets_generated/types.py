"""Shared by the generated modules: UNSET, the types of the raw layer, and the checks of `from_dict`."""

from __future__ import annotations

import datetime
import enum
from collections.abc import MutableMapping
from contextlib import suppress
from functools import cache
from http import HTTPStatus
from operator import attrgetter
from typing import Any, Final, Generic, Literal, TypeVar

from attrs import define, fields

from . import models
from .errors import DocumentError, shown, wrong


class Unset(enum.Enum):
    """The type of UNSET, the value of absent fields."""

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    __str__ = __repr__


UNSET: Final = Unset.UNSET


class Record:
    """The comparison and the `repr` of all models, which attrs would compile for each of them."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        kind: Any = self.__class__
        values = _values_of(kind)
        return bool(values(self) == values(other))

    def __repr__(self) -> str:
        kind: Any = self.__class__
        values = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in fields(kind))
        return f"{kind.__qualname__}({values})"


@cache
def _values_of(kind: Any) -> attrgetter[Any]:
    return attrgetter(*(field.name for field in fields(kind)))


T = TypeVar("T")


@define(eq=False, repr=False)
class Response(Record, Generic[T]):
    """A response of the raw layer."""

    status_code: HTTPStatus
    content: bytes
    headers: MutableMapping[str, str]
    parsed: T | None


# Helpers of `from_dict` and `to_dict`. The checks raise DocumentError.
new = object.__new__
fromisoformat = datetime.datetime.fromisoformat
number_types: Final = (int, float)


def a_string(value: Any) -> str:
    """Return the value if it is a string."""
    return value if type(value) is str else wrong(value, "a string")


def a_list(value: Any) -> list[Any]:
    """Return the value if it is a list."""
    return value if type(value) is list else wrong(value, "a list")


def a_time(value: Any) -> datetime.datetime:
    """Parse a date and time with a time zone."""
    try:
        time = fromisoformat(value)
    except ValueError:
        time = _in_another_spelling(value)
    return time if time.tzinfo else wrong(time, "a date and time with a time zone")


def _in_another_spelling(text: str) -> datetime.datetime:
    """Parse RFC 3339 forms that `fromisoformat` rejects: lower case, and leap seconds, which become the next second."""
    upper = text.upper()
    with suppress(ValueError, OverflowError):
        if upper[16:19] == ":60":
            return fromisoformat(f"{upper[:17]}59{upper[19:]}") + datetime.timedelta(seconds=1)
        return fromisoformat(upper)
    return fromisoformat(text)


def one_of(members: dict[str, T], value: Any, words: str) -> T:
    """Return the enum member with this value."""
    return members[value] if type(value) is str and value in members else wrong(value, f"one of {words}")


def a_model(value: Any, tag: str, names: dict[str, str], unknown: str | None = None) -> Any:
    """Decode a member of a union with the model for its tag, or with the model for unknown tags."""
    if type(value) is not dict:
        wrong(value, "an object")
    if tag not in value:
        raise DocumentError(tag, "", "required field is missing", value)
    word = value[tag]
    name = names.get(word, unknown) if type(word) is str else None
    if name is None:
        expected = f"one of {', '.join(map(repr, names))}" if type(word) is str else "a string"
        raise DocumentError(tag, "", f"expected {expected}, got {shown(word)}", value)
    return getattr(models, name).from_dict(value)


def others(document: dict[str, Any], names: frozenset[str]) -> dict[str, Any]:
    """Return a copy of the fields whose names are not in `names`."""
    return {name: copied(value) for name, value in document.items() if name not in names}


def copied(value: Any) -> Any:
    """Return a deep copy of JSON data. It is not recursive, so that the depth of the data is not limited."""
    if not isinstance(value, (dict, list)):
        return value
    whole: Any = value.copy()
    copies = {id(value): whole}
    unfinished = [whole]
    for part in unfinished:
        for at, inner in part.items() if isinstance(part, dict) else enumerate(part):
            if isinstance(inner, (dict, list)):
                if id(inner) not in copies:
                    copies[id(inner)] = inner.copy()
                    unfinished.append(copies[id(inner)])
                part[at] = copies[id(inner)]
    return whole


def as_subclass(cls: type[T], model: Any) -> T:
    """Convert a model to a subclass through its `__init__`, which the subclass may override."""
    return cls(*(getattr(model, field.name) for field in fields(type(model))))


__all__ = ["UNSET", "Response", "Unset"]
