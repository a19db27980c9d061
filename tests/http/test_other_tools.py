"""Tools that mock or trace httpx see every request of our own clients, so that no mocked test reaches the service."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from exa_websets import APITimeoutError
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from pytest_httpx import HTTPXMock
from support.caller import Caller
from support.fault_server import Do, FaultServer, answer
from support.http_tools import ONLY_LOOK_ON, TOOLS, Seen
from support.paths import TESTS
from support.recordings import DOCUMENTED_CANCEL

pytestmark = pytest.mark.trio

URL = "https://api.exa.ai/websets/v0/websets/x/cancel"


CANCELED = {**DOCUMENTED_CANCEL, "id": "x"}


def cancel(client: Any) -> Any:
    return client.websets.cancel("x")


def test_pytest_httpx(call: Caller, httpx_mock: HTTPXMock) -> None:
    """pytest-httpx answers requests, and its timeouts are raised as ours."""
    httpx_mock.add_response(status_code=503)
    httpx_mock.add_response(method="POST", url=URL, json=CANCELED)
    assert call(cancel).status == "idle"
    assert [request.headers["x-api-key"] for request in httpx_mock.get_requests()] == ["test-key-4711"] * 2

    httpx_mock.add_exception(httpx.ReadTimeout("made up"))
    with pytest.raises(APITimeoutError, match="made up"):
        call(lambda client: client.websets.get("x", max_retries=0))


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("has_client", [False, True], ids=["before the client", "after the client"])
def test_a_tool_turned_on_after_the_import(call: Caller, has_client: bool, tool: str) -> None:
    """The tool sees the request, and a mocking tool keeps it from the service."""
    with FaultServer((Do.READ, answer(CANCELED)), times=None) as server, ExitStack() as stack:
        seen: list[Seen] = []

        def turn_on(_: object = None) -> None:
            url = f"{server.base_url}/v0/websets/x/cancel"
            seen.append(stack.enter_context(TOOLS[tool](url, CANCELED)))

        def act(client: Any) -> Any:
            if has_client:
                turn_on()
            return client.websets.cancel("x")

        if not has_client:
            turn_on()
        assert call(act, base_url=server.base_url).status == "idle"
        assert [each() for each in seen] == [1]
        assert len(server.received) == (1 if tool in ONLY_LOOK_ON else 0)


_BEFORE = """
import sys
from support.http_tools import TOOLS
tool, base_url, answer = sys.argv[1:]
assert not [name for name in sys.modules if name.startswith("exa_websets")]
import json
with TOOLS[tool](base_url + "/v0/websets/x/cancel", json.loads(answer)) as seen:
    import anyio
    from exa_websets import AsyncWebsetsClient, WebsetsClient
    with WebsetsClient("any", base_url=base_url) as client:
        assert client.websets.cancel("x").status == "idle"
    async def main():
        async with AsyncWebsetsClient("any", base_url=base_url) as client:
            assert (await client.websets.cancel("x")).status == "idle"
    anyio.run(main)
    anyio.run(main, backend="trio")
    print(seen())
"""


@pytest.mark.packaging
@pytest.mark.parametrize("tool", TOOLS)
def test_a_tool_turned_on_before_the_import(tool: str) -> None:
    with FaultServer((Do.READ, answer(CANCELED)), times=None) as server:
        command = [sys.executable, "-c", _BEFORE, tool, server.base_url, json.dumps(CANCELED)]
        environment = {**os.environ, "PYTHONPATH": str(TESTS)}
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, check=False)
        assert (done.stdout, done.returncode) == ("3\n", 0), done.stderr
        assert len(server.received) == (3 if tool in ONLY_LOOK_ON else 0)


def test_opentelemetry(call: Caller) -> None:
    """OpenTelemetry records a span for each attempt, and its headers are sent."""
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
