"""The body of the create request that `run` sends, read from a file or built from options."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

MAX_SIZE = 2**20
_YAML = (".yaml", ".yml")


def build_body(query: str, count: int | None, questions: Sequence[str]) -> dict[str, Any]:
    """Return a body with one search, and one enrichment for each question."""
    search: dict[str, Any] = {"query": query}
    if count is not None:
        search["count"] = count
    enrichments = [{"description": question} for question in questions]
    return {"search": search, **({"enrichments": enrichments} if enrichments else {})}


def read_body(file: str) -> dict[str, Any]:
    """Read a body from a JSON or YAML file, or from stdin if it is "-"; stdin that starts with a brace is JSON.

    Raises:
        ValueError: the file cannot be read, or is not a body; the message names the file, and the line if known.
    """
    source = "standard input" if file == "-" else file
    suffix = Path(file).suffix.lower()
    if file != "-" and suffix not in (".json", *_YAML):
        raise ValueError(f"{file!r} does not end in .json, .yaml or .yml")
    try:
        content = sys.stdin.buffer.read(MAX_SIZE + 1) if file == "-" else _read_file(file)
    except OSError as error:
        raise ValueError(f"{error.strerror}: {file}") from None
    if len(content) > MAX_SIZE:
        raise ValueError(f"{source} is larger than 1 MiB, which is the limit for the body of a Webset")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{source} is not valid UTF-8: {error.reason} at byte {error.start}") from None
    is_yaml = suffix in _YAML or (file == "-" and not text.lstrip().startswith("{"))
    return _checked(_load_yaml(text, source) if is_yaml else _load_json(text, source), source)


def _read_file(file: str) -> bytes:
    """Return the content of a file, or the start of one that is too large."""
    # Opening a named pipe would block until another process opens it for writing.
    non_blocking = getattr(os, "O_NONBLOCK", 0)
    with open(file, "rb", opener=lambda path, flags: os.open(path, flags | non_blocking)) as opened:
        if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
            raise ValueError(f"{file} is not a regular file")
        return opened.read(MAX_SIZE + 1)


def _load_json(text: str, source: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"{source}, line {error.lineno}, column {error.colno}: not valid JSON: {error.msg}") from None
    except RecursionError:
        raise ValueError(f"{source}: nested too deep") from None
    except ValueError as error:  # such as a number with thousands of digits
        raise ValueError(f"{source}: not valid JSON: {error}") from None


def _load_yaml(text: str, source: str) -> Any:
    try:
        from .yaml import load  # its parser is slow to import, and may be missing
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("ruamel"):
            raise
        raise ValueError("YAML needs ruamel-yaml: pip install 'exa-websets[cli]'") from None
    return load(text, source, MAX_SIZE)


def _checked(content: Any, source: str) -> dict[str, Any]:
    """Return the content as JSON represents it, with all keys as strings."""
    if not isinstance(content, dict):
        raise ValueError(f"{source}, line 1: not a mapping; the body of a Webset must be one")
    try:
        text = json.dumps(content, allow_nan=False, ensure_ascii=False)
        body: dict[str, Any] = json.loads(text.encode())
    except UnicodeEncodeError as error:
        half: str = error.object[error.start]
        raise ValueError(f"{source}: {half!a} is an unpaired surrogate and cannot be sent") from None
    except RecursionError:
        raise ValueError(f"{source}: nested too deep") from None
    except (TypeError, ValueError) as error:
        raise ValueError(f"{source}: cannot be converted to JSON: {error}") from None
    if not isinstance(body.get("externalId", ""), str):
        raise ValueError(f"{source}: externalId must be a string; put it in quotes")
    return body
