"""The check of numbers that a caller passes."""

from __future__ import annotations

from typing import Any, cast


def check_number(
    name: str, value: Any, *, at_least: float = 0, at_most: float = float("inf"), is_whole: bool = False
) -> None:
    """Raise if an argument is not a number within its bounds.

    Raises:
        TypeError: it is not a number.
        ValueError: it is not a whole number although it must be, is out of bounds, or is a NaN.
    """
    kind = cast("type[object]", type(value))
    if kind is not int and (is_whole or kind is not float):
        from numbers import Integral, Real  # rarely needed, and not loaded otherwise

        if kind is bool or not issubclass(kind, Real):
            raise TypeError(f"{name} is {value!r:.50}; it must be a number")
        if is_whole and not issubclass(kind, Integral):
            raise ValueError(f"{name} is {value!r:.50}; it must be a whole number")
    if not at_least <= value <= at_most:
        bounds = f"{at_least:g} or more" if at_most == float("inf") else f"from {at_least:g} to {at_most:g}"
        raise ValueError(f"{name} is {value!r:.50}; it must be {bounds}")
