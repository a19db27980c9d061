"""Tools that mock, record or trace httpx, each started as its users do. This module does not import the package."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from contextvars import Context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias
from unittest import mock

import httpcore
import httpx
import respx
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

Seen: TypeAlias = Callable[[], int]
"""Returns how many requests the tool has seen."""
Tool: TypeAlias = Callable[[str, Any], AbstractContextManager[Seen]]
"""Is turned on for a URL, to which it answers with this JSON, unless it only looks on."""


@contextmanager
def _respx(library: str, url: str, answer: Any) -> Generator[Seen]:
    with respx.mock(using=library) as router:
        route = router.post(url).respond(json=answer)
        yield lambda: route.call_count


@contextmanager
def _vcr(url: str, answer: Any) -> Generator[Seen]:
    vcr: Any = importlib.import_module("vcr")
    response = {
        "status": {"code": 200, "message": "OK"},
        "headers": {"content-type": ["application/json"]},
        "body": {"string": json.dumps(answer)},
    }
    request: Any = {"method": "POST", "uri": url, "body": None, "headers": {}}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cassette.yaml"  # YAML 1.2 includes JSON
        path.write_text(json.dumps({"version": 1, "interactions": [{"request": request, "response": response}]}))
        with vcr.use_cassette(str(path), record_mode="none", allow_playback_repeats=True) as cassette:
            yield lambda: int(cassette.play_count)


@contextmanager
def _opentelemetry(url: str, answer: Any) -> Generator[Seen]:
    spans, provider, instrumentor = InMemorySpanExporter(), TracerProvider(), HTTPXClientInstrumentor()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    instrumentor.instrument(tracer_provider=provider)
    try:
        yield lambda: len(spans.get_finished_spans())
    finally:
        instrumentor.uninstrument()


@contextmanager
def _replaced(classes: tuple[Any, Any], methods: tuple[str, str], make: Callable[[], Any]) -> Generator[Seen]:
    """Replace a method of a synchronous class and one of an asynchronous class, as mocking tools do."""
    seen: list[object] = []

    def blocking(self: object, request: Any, **options: Any) -> Any:
        seen.append(request)
        return make()

    async def asynchronous(self: object, request: Any, **options: Any) -> Any:
        return blocking(self, request)

    with mock.patch.object(classes[0], methods[0], blocking), mock.patch.object(classes[1], methods[1], asynchronous):
        yield lambda: len(seen)


def _transport(url: str, answer: Any) -> AbstractContextManager[Seen]:
    classes = httpx.HTTPTransport, httpx.AsyncHTTPTransport
    return _replaced(classes, ("handle_request", "handle_async_request"), lambda: httpx.Response(200, json=answer))


def _pool(url: str, answer: Any) -> AbstractContextManager[Seen]:
    classes = httpcore.ConnectionPool, httpcore.AsyncConnectionPool
    content = json.dumps(answer).encode()
    return _replaced(
        classes, ("handle_request", "handle_async_request"), lambda: httpcore.Response(200, content=content)
    )


def _send(url: str, answer: Any) -> AbstractContextManager[Seen]:
    request = httpx.Request("POST", url)
    return _replaced(
        (httpx.Client, httpx.AsyncClient), ("send", "send"), lambda: httpx.Response(200, json=answer, request=request)
    )


def _single_request(url: str, answer: Any) -> AbstractContextManager[Seen]:
    request = httpx.Request("POST", url)
    name = "_send_single_request"  # replaced by VCR.py up to version 7
    return _replaced(
        (httpx.Client, httpx.AsyncClient), (name, name), lambda: httpx.Response(200, json=answer, request=request)
    )


@contextmanager
def _other_context(url: str, answer: Any) -> Generator[Seen]:
    """Send in an empty context, as tools do that have a thread or a task for all requests."""
    send, async_send = httpx.HTTPTransport.handle_request, httpx.AsyncHTTPTransport.handle_async_request
    seen: list[object] = []

    def blocking(self: Any, request: Any) -> Any:
        seen.append(request)
        return Context().run(send, self, request)

    async def asynchronous(self: Any, request: Any) -> Any:
        seen.append(request)
        return await async_send(self, request)  # a task without a context does not even know its event loop

    with (
        mock.patch.object(httpx.HTTPTransport, "handle_request", blocking),
        mock.patch.object(httpx.AsyncHTTPTransport, "handle_async_request", asynchronous),
    ):
        yield lambda: len(seen)


TOOLS: dict[str, Tool] = {
    "respx": lambda url, answer: _respx("httpx", url, answer),
    "respx with httpcore": lambda url, answer: _respx("httpcore", url, answer),
    "VCR.py": _vcr,
    "OpenTelemetry": _opentelemetry,
    "httpx.HTTPTransport.handle_request": _transport,
    "httpcore.ConnectionPool.handle_request": _pool,
    "httpx.Client.send": _send,
    "httpx.Client._send_single_request": _single_request,
    "another context": _other_context,
}
ONLY_LOOK_ON = {"OpenTelemetry", "another context"}
