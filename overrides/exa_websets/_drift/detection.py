"""Detect drift by comparing the values of a model with the annotations of its class."""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterator
from types import UnionType
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

import attrs

from .._generated import types

Kind: TypeAlias = Literal["field", "value", "member", "fraction", "cursor"]


@attrs.frozen
class Drift:
    """A part of a response that the OpenAPI document does not describe."""

    path: str
    """The path in the response, such as `searches[0].status`."""
    kind: Kind
    """The kind: an undescribed field or value, a new member of a union, a fraction where the document has an integer,
    or a list with `hasMore: true` but without a cursor."""
    value: Any
    """The value at that place; for a new member, its tag."""
    model: str
    """The name of the model that contains it, or of the union."""
    field: str
    """The name of the field in the JSON."""
    enum: str | None = None
    """The name of the enum that does not contain the value, if any."""


def find_drift(model: Any) -> list[Drift]:
    """Return the parts of a response that the OpenAPI document of this package does not describe.

    Args:
        model: A model of `exa_websets.models` that a client returned.

    Returns:
        A drift for each part, or an empty list.

    Raises:
        TypeError: the argument is not a model.
    """
    if not is_model(model):
        raise TypeError(f"{type(model).__name__} is not a model of exa_websets.models")
    return [*_in_model(model, "")]


def _in_model(model: Any, path: str) -> Iterator[Drift]:
    kind: Any = model.__class__
    wire_names: tuple[str, ...] = kind._FIELDS
    if not wire_names:
        return  # metadata: the names and values are the caller's own
    prefix = f"{path}." if path else ""
    if kind.__name__.startswith("Unknown"):
        # An unknown member of a union: report its tag only, because all its other fields are new as well.
        yield Drift(f"{prefix}type", "member", model.type_, kind.__name__.removeprefix("Unknown"), "type")
        return
    hints = _hints(kind)
    for attribute, name in zip(attrs.fields(kind), wire_names, strict=False):
        yield from _in_value(
            getattr(model, attribute.name), hints[attribute.name], f"{prefix}{name}", (kind.__name__, name)
        )
    if getattr(model, "has_more", False) is True and model.next_cursor is None:
        yield Drift(f"{prefix}nextCursor", "cursor", None, kind.__name__, "nextCursor")
    for name, value in model.additional_properties.items():
        yield Drift(f"{prefix}{name}", "field", value, kind.__name__, name)


def _in_value(value: Any, allowed: tuple[Any, ...], path: str, place: tuple[str, str]) -> Iterator[Drift]:
    """Yield the drift in a value; `allowed` are the members of its annotation."""
    if is_model(value):
        yield from _in_model(value, path)
    elif (known := _values(allowed)) and type(value) not in allowed and value not in known:
        enum = next((each.__name__ for each in allowed if _is_enum(each)), None)
        yield Drift(path, "value", value, *place, enum)
    elif elements := _elements(allowed):
        for index, element in enumerate(value or ()):
            yield from _in_value(element, elements, f"{path}[{index}]", place)
    elif isinstance(value, float) and int in allowed and float not in allowed:
        yield Drift(path, "fraction", value, *place)


@functools.cache
def _values(allowed: tuple[Any, ...]) -> list[Any]:
    """Return the values of the enums and constants in an annotation, an empty list if it has none."""
    return [
        value
        for each in allowed
        for value in (get_args(each) if get_origin(each) is Literal else each if _is_enum(each) else ())
    ]


@functools.cache
def _elements(allowed: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the members of the annotation of a list's elements, an empty tuple if it is not a list."""
    return next((_members(get_args(each)[0]) for each in allowed if get_origin(each) is list), ())


@functools.cache
def _hints(kind: type) -> dict[str, tuple[Any, ...]]:
    return {name: _members(hint) for name, hint in get_type_hints(kind).items()}


def _members(hint: Any) -> tuple[Any, ...]:
    """Return the members of a union, without the plain string that stands for the new values of an enum."""
    members = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    is_open = any(_is_enum(each) for each in members)
    return tuple(each for each in members if not (is_open and each is str))


def _is_enum(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, enum.Enum) and hint is not types.Unset


def is_model(value: Any) -> bool:
    """Return True if a value is a model of a response."""
    kind: Any = value.__class__
    return hasattr(kind, "_FIELDS") and attrs.has(kind)
