"""Cases that decode and encode documents with each tool."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from typing import Any

from benchmarking.documents import MODELS, document
from benchmarking.place import Place
from benchmarking.rows import JSON, MSGSPEC, OURS, PYDANTIC, SDK, STOCK, Row

HOMES = {
    OURS: "exa_websets.models",
    SDK: "exa_py.websets.types",
    PYDANTIC: "exa_websets.pydantic",
    STOCK: "stock_websets.models",
    MSGSPEC: "msgspec_websets",
}


def measure(runner: Any, name: str, row: Row, tool: str, place: Place) -> None:
    """Measure a case of `decode/` or `encode/`."""
    what, size = row.key.split("/")
    runner.bench_func(name, decode(tool, size) if what == "decode" else encode(tool, size))


def decode(tool: str, size: str) -> Callable[[], Any]:
    """Return a function that decodes a parsed document to a model; json and msgspec start from bytes."""
    data = document(size)
    text = json.dumps(data).encode()
    if tool == JSON:
        return lambda: json.loads(text)
    model = _model(tool, size)
    if tool == MSGSPEC:
        decoder = importlib.import_module("msgspec.json").Decoder(model)
        return lambda: decoder.decode(text)
    read = model.from_dict if tool in (OURS, STOCK) else model.model_validate
    return lambda: read(data)


def encode(tool: str, size: str) -> Callable[[], Any]:
    """Return a function that encodes a model as plain data; json and msgspec encode to bytes."""
    made = decode(tool, size)()
    if tool == JSON:
        return lambda: json.dumps(made).encode()
    if tool == MSGSPEC:
        encoder = importlib.import_module("msgspec.json").Encoder()
        return lambda: encoder.encode(made)
    if tool in (OURS, STOCK):
        write: Callable[[], Any] = made.to_dict
        return write
    return lambda: made.model_dump(mode="json", by_alias=True)


def _model(tool: str, size: str) -> Any:
    name = "GetWebsetResponse" if tool == SDK and size == "typical" else MODELS[size]  # the only model with items
    return getattr(importlib.import_module(HOMES[tool]), name)
