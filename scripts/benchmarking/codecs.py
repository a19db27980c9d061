"""Cases that turn documents into models and back, with each tool."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from typing import Any

from benchmarking.documents import MODELS, document
from benchmarking.rows import JSON, MSGSPEC, OURS, PYDANTIC, SDK, STOCK

MODULES = {
    OURS: "exa_websets.models",
    SDK: "exa_py.websets.types",
    PYDANTIC: "exa_websets.pydantic",
    STOCK: "stock_websets.models",
    MSGSPEC: "msgspec_websets",
}


def codec(kind: str, tool: str, size: str) -> Callable[[], Any]:
    """Return a function that decodes, encodes, reads or writes a document of a size."""
    makers = {"decode": decode, "encode": encode, "read": read, "write": write}
    return makers[kind](tool, size)


def decode(tool: str, size: str) -> Callable[[], Any]:
    """Return a function that turns a dictionary into a model."""
    data, model = document(size), _model(tool, size)
    make = model.from_dict if tool in (OURS, STOCK) else model.model_validate
    return lambda: make(data)


def encode(tool: str, size: str) -> Callable[[], Any]:
    """Return a function that turns a model into a dictionary."""
    made = decode(tool, size)()
    if tool in (OURS, STOCK):
        write: Callable[[], Any] = made.to_dict
        return write
    return lambda: made.model_dump(mode="json", by_alias=True)


def read(tool: str, size: str) -> Callable[[], Any]:
    """Return a function that turns bytes into a model, or with json alone into a dictionary."""
    text = json.dumps(document(size)).encode()
    if tool == JSON:
        return lambda: json.loads(text)
    model = _model(tool, size)
    if tool == OURS:
        return lambda: model.from_dict(json.loads(text))
    if tool == MSGSPEC:
        decoder = importlib.import_module("msgspec.json").Decoder(model)
        return lambda: decoder.decode(text)
    return lambda: model.model_validate_json(text)


def write(tool: str, size: str) -> Callable[[], Any]:
    """Return a function that turns a model, or with json alone a dictionary, into bytes."""
    made = read(tool, size)()
    if tool == JSON:
        return lambda: json.dumps(made).encode()
    if tool == OURS:
        return lambda: json.dumps(made.to_dict()).encode()
    if tool == MSGSPEC:
        encoder = importlib.import_module("msgspec.json").Encoder()
        return lambda: encoder.encode(made)
    return lambda: made.model_dump_json(by_alias=True).encode()


def _model(tool: str, size: str) -> Any:
    name = "GetWebsetResponse" if tool == SDK and size == "typical" else MODELS[size]  # the only model with items
    return getattr(importlib.import_module(MODULES[tool]), name)
