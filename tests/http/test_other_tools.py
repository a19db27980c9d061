"""Tools that mock or trace httpx see every request of our own clients, so no mocked test reaches the service."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import respx
from exa_websets import APITimeoutError
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from pytest_httpx import HTTPXMock
from support.caller import Caller
from support.fault_server import Do, FaultServer, answer
from support.recordings import DOCUMENTED_CANCEL

URL = "https://api.exa.ai/websets/v0/websets/x/cancel"


CANCELED = {**DOCUMENTED_CANCEL, "id": "x"}


def cancel(client: Any) -> Any:
    return client.websets.cancel("x")


def test_pytest_httpx(call: Caller, httpx_mock: HTTPXMock) -> None:
    """pytest-httpx answers, and its timeouts become ours."""
    httpx_mock.add_response(status_code=503)
    httpx_mock.add_response(method="POST", url=URL, json=CANCELED)
    assert call(cancel).status == "idle"
    assert [request.headers["x-api-key"] for request in httpx_mock.get_requests()] == ["test-key-4711"] * 2

    httpx_mock.add_exception(httpx.ReadTimeout("made up"))
    with pytest.raises(APITimeoutError, match="made up"):
        call(lambda client: client.websets.get("x", max_retries=0))


@pytest.mark.parametrize("mocker", ["httpcore", "httpx"])
def test_respx(call: Caller, mocker: str) -> None:
    """respx answers, whichever of the two libraries it replaces."""
    with respx.mock(using=mocker) as router:
        route = router.post(URL).respond(json=CANCELED)
        assert call(cancel).status == "idle"
    assert route.call_count == 1


def test_opentelemetry(call: Caller) -> None:
    """OpenTelemetry has a span for each attempt, and its headers are sent along."""
    spans = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    instrumentor = HTTPXClientInstrumentor()
    instrumentor.instrument(tracer_provider=provider)
    try:
        with FaultServer((Do.READ, answer({}, b"503 Unavailable")), answer=answer(CANCELED)) as server:
            assert call(cancel, base_url=server.base_url).status == "idle"
            assert [("traceparent" in received.headers) for received in server.received] == [True, True]
    finally:
        instrumentor.uninstrument()
    assert [span.name for span in spans.get_finished_spans()] == ["POST", "POST"]
