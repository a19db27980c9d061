"""What `run` creates: read from a file, or made from options."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_YAML = (".yaml", ".yml")


def made_body(query: str, count: int | None, questions: Sequence[str]) -> dict[str, Any]:
    """Make a body with one search, and an enrichment for each question."""
    search: dict[str, Any] = {"query": query}
    if count is not None:
        search["count"] = count
    asked = [{"description": question} for question in questions]
    return {"search": search, **({"enrichments": asked} if asked else {})}


def read_body(file: str) -> dict[str, Any]:
    """Read a body from a JSON or YAML file; "-" is the standard input, which is JSON if it begins with a brace.

    Raises:
        ValueError: there is none in it, or no such file; it says where.
    """
    place = "standard input" if file == "-" else file
    suffix = Path(file).suffix.lower()
    if file != "-" and suffix not in (".json", *_YAML):
        raise ValueError(f"{file!r} ends in none of .json, .yaml and .yml")
    try:
        text = (sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{place} is not written in UTF-8: {error.reason} at byte {error.start}") from None
    except OSError as error:
        raise ValueError(f"{error.strerror}: {file}") from None
    is_yaml = suffix in _YAML or (file == "-" and not text.lstrip().startswith("{"))
    return _body(_load_yaml(text, place) if is_yaml else _load_json(text, place), place)


def _load_json(text: str, place: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"{place}, line {error.lineno}, column {error.colno}: no JSON, {error.msg}") from None


def _load_yaml(text: str, place: str) -> Any:
    try:
        from .yaml import load
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("ruamel"):
            raise
        raise ValueError("YAML needs ruamel-yaml: pip install 'exa-websets[cli]'") from None
    return load(text, place)


def _body(content: Any, place: str) -> dict[str, Any]:
    """Give a body as JSON would carry it, with text for every key."""
    if not isinstance(content, dict):
        raise ValueError(f"{place}, line 1: no mapping, so it is not the body of a Webset")
    try:
        body: dict[str, Any] = json.loads(json.dumps(content, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise ValueError(f"{place}: JSON cannot carry this, {error}") from None
    if not isinstance(body.get("externalId", ""), str):
        raise ValueError(f"{place}: externalId is no text; put it in quotes")
    return body
