"""Decode the JSON body of a response; reject a body that is not JSON or is nested too deep to be copied."""

from __future__ import annotations

import json
import math
from codecs import BOM_UTF8
from collections.abc import Iterable
from typing import Any, NoReturn

# The API document nests less than 20 deep. Copying and pickling fail at 300 levels or fewer.
MOST_NESTED = 100
_NO_BRACKETS = bytes({*range(256)} - {*b"[]{}"})


def decode(content: bytes) -> Any:
    """Decode a body. An empty body is None, which only operations without a result accept.

    Raises:
        ValueError: the body is not JSON, is nested too deep, or has a number that is too large.
    """
    try:
        body = _decoder.decode(content.removeprefix(BOM_UTF8).decode()) if content.strip() else None
    except RecursionError:
        raise ValueError("nested too deep") from None
    if _may_be_deep(content) and is_deep(body):
        raise ValueError(f"nested more than {MOST_NESTED} deep")
    return body


def is_deep(body: Any) -> bool:
    """Return True if a JSON value is nested more than `MOST_NESTED` levels deep."""
    level: list[Any] = [body]
    for _ in range(MOST_NESTED + 1):
        level = [child for node in level for child in _children(node) if type(child) in (dict, list)]
        if not level:
            return False
    return True


def _may_be_deep(content: bytes) -> bool:
    """Return False if a body is certainly not deep: quickly remove its pairs of brackets, one level at a time."""
    brackets = content.translate(None, _NO_BRACKETS)
    for _ in range(MOST_NESTED):
        if not brackets:
            return False
        before = len(brackets)
        brackets = brackets.replace(b"{}", b"").replace(b"[]", b"")
        if len(brackets) == before:  # some brackets are inside strings
            return True
    return bool(brackets)


def _children(node: Any) -> Iterable[Any]:
    kind: Any = node.__class__
    return node.values() if kind is dict else node if kind is list else ()


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON value")


def _finite(text: str) -> float:
    if math.isinf(number := float(text)):
        raise ValueError(f"{text:.20} is too large a number")
    return number


_decoder = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite)
