"""Errors raised by the generated code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn


class UnexpectedStatus(Exception):
    """A response has a status code that is not in the API description."""

    def __init__(self, status_code: int, content: bytes) -> None:
        super().__init__(status_code, content)  # `cls(*args)` rebuilds it, as pickle does
        self.status_code = status_code
        self.content = content

    def __str__(self) -> str:
        return f"Unexpected status code: {self.status_code}"


class DocumentError(ValueError):
    """JSON data does not match the API description.

    `path` is the path of the field, such as `searches[3].recall.expected`; it is empty for the whole document.
    """

    def __init__(self, path: str, model: str, reason: str, value: object = None) -> None:
        super().__init__(path, model, reason)
        self.path = path
        self.model = model
        self.reason = reason
        self.value = value

    def __str__(self) -> str:
        return f"{self.path or 'the document'}: {self.reason}"


def wrong(value: object, expected: str) -> NoReturn:
    """Raise DocumentError for a value that does not match the API description."""
    raise DocumentError("", "", f"expected {expected}, got {shown(value)}", value)


def malformed(cls: Any, document: object, key: str, error: Exception) -> DocumentError:
    """Return the error for a document that failed to decode, with the path of the field."""
    model: str = cls.__name__
    if not isinstance(document, Mapping):
        return DocumentError("", model, f"expected an object, got {shown(document)}", document)
    if isinstance(error, KeyError):
        return DocumentError(key, model, "required field is missing", document)

    inner = error if isinstance(error, DocumentError) else DocumentError("", model, _trimmed(str(error), 100))
    path, field = key, document.get(key)
    if isinstance(field, list) and field is not inner.value:
        path += next((f"[{index}]" for index, element in enumerate(field) if element is inner.value), "")
    if inner.path:
        path += f".{inner.path}"
    return DocumentError(path, inner.model or model, inner.reason, document)


def shown(value: object) -> str:
    """Return the type of a value and the beginning of its repr."""
    return f"{type(value).__name__} {_trimmed(repr(value), 60)}"


def _trimmed(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."
