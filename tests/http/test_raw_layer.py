"""The generated endpoint modules use `client.raw` with the same connections, key and retries."""

from __future__ import annotations

import inspect
import json
from typing import Any

import httpx
import pytest
from exa_websets import APIConnectionError, APITimeoutError
from exa_websets_generated.api.enrichments import websets_enrichments_update
from exa_websets_generated.api.websets import websets_cancel, websets_create, websets_get
from exa_websets_generated.errors import DocumentError, UnexpectedStatus
from exa_websets_generated.models import CreateWebsetParameters, Error, UpdateEnrichmentParameters, Webset
from support.caller import KEY, Caller, SteppedTime
from support.recordings import DOCUMENTED_CANCEL, recorded


def send(call: Caller, module: Any, *arguments: Any, **named: Any) -> Any:
    """Call an endpoint module in the form that matches the client."""
    settings = {name: named.pop(name) for name in ("handler", "now", "sleep") if name in named}
    function = module.sync_detailed if call.kind == "sync" else module.asyncio_detailed
    return call(lambda client: function(*arguments, client=client.raw, **named), **settings)


def test_an_endpoint_module_has_key_host_and_quoting(call: Caller) -> None:
    """An endpoint module sends the same request as a method."""
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=DOCUMENTED_CANCEL)

    response = send(call, websets_get, "a/b", expand=["items"], handler=handler)

    assert str(seen[0].url) == "https://api.exa.ai/websets/v0/websets/a%2Fb?expand=items"
    assert seen[0].headers["x-api-key"] == KEY
    assert response.status_code == 200
    assert isinstance(response.parsed, Webset)


def test_an_endpoint_module_sends_its_body(call: Caller) -> None:
    """The body of a create is sent as JSON."""
    seen: list[Any] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(json.loads(request.content))
        return httpx.Response(201, json=DOCUMENTED_CANCEL)

    send(call, websets_create, body=CreateWebsetParameters(external_id="tea"), handler=handler)
    assert seen == [{"externalId": "tea"}]


def test_errors_of_the_service_are_returned(call: Caller) -> None:
    """The raw layer does not raise for a status of 400 or more: it returns the response with the parsed error."""
    exchange = recorded("error_404")

    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(exchange.status, json=exchange.answer)

    response = send(call, websets_get, "x", handler=handler)

    assert response.status_code == 404
    assert isinstance(response.parsed, Error)
    assert response.parsed.message == "Import not found"


# The table of the user guide: an answer or a connection error, and the exception.
RAISED: dict[str, tuple[Exception | dict[str, Any], type[Exception]]] = {
    "no response": (httpx.ReadError("connection reset"), APIConnectionError),
    "no response in time": (httpx.ReadTimeout("too slow"), APITimeoutError),
    "a document without a field": ({"status_code": 200, "json": {"id": "x"}}, DocumentError),
    "an error that is a list": ({"status_code": 404, "json": []}, DocumentError),
    "a page": ({"status_code": 200, "html": "<p>"}, json.JSONDecodeError),
    "a page with an error": ({"status_code": 502, "html": "<p>"}, json.JSONDecodeError),
    "bytes": ({"status_code": 200, "content": b"\xff\xfe\xfd"}, UnicodeDecodeError),
    "deep JSON": ({"status_code": 200, "content": b"[" * 200_000}, RecursionError),
    "a status without a name": ({"status_code": 520, "json": {}}, ValueError),
}


@pytest.mark.parametrize(("answer", "kind"), RAISED.values(), ids=RAISED)
def test_what_is_raised(answer: Exception | dict[str, Any], kind: type[Exception], call: Caller) -> None:
    """Exceptions of the generated code are raised unchanged."""
    time = SteppedTime()

    def handler(request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(**answer)

    with pytest.raises(kind) as caught:
        send(call, websets_get, "x", handler=handler, now=time.now, sleep=time.sleep)
    assert type(caught.value) is kind


def test_an_undocumented_status(call: Caller) -> None:
    """An undocumented status is returned without a parsed body, or raised if the raw client is configured so."""

    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(304)

    assert send(call, websets_get, "x", handler=handler).parsed is None

    def act(client: Any) -> Any:
        raw = client.raw
        raw.raise_on_unexpected_status = True
        return websets_get.sync("x", client=raw) if call.kind == "sync" else websets_get.asyncio("x", client=raw)

    with pytest.raises(UnexpectedStatus):
        call(act, handler=handler)


def unsent(request: httpx.Request) -> httpx.Response:
    raise AssertionError("it was sent")


def test_invalid_arguments(call: Caller) -> None:
    """Invalid arguments raise an error, and nothing is sent."""
    for id in ("..", ""):
        with pytest.raises(ValueError, match="nothing was sent"):
            send(call, websets_get, id, handler=unsent)
    with pytest.raises(AttributeError):
        send(call, websets_create, body={}, handler=unsent)


def test_retries_of_the_raw_layer(call: Caller) -> None:
    """A cancel is retried; a create that may have acted is not."""
    for module, arguments, expected in [
        (websets_cancel, ("x",), 6),
        (websets_get, ("x",), 3),
        (websets_create, (), 1),
    ]:
        time, seen = SteppedTime(), list[str]()

        def handler(request: httpx.Request, seen: list[str] = seen) -> httpx.Response:
            seen.append(request.method)
            return httpx.Response(503, json={})

        body = {"body": CreateWebsetParameters()} if module is websets_create else {}
        response = send(call, module, *arguments, **body, handler=handler, now=time.now, sleep=time.sleep)
        assert (response.status_code, len(seen)) == (503, expected)


def test_an_empty_answer_is_none(call: Caller) -> None:
    """The update of an enrichment may return an empty body, which is None."""

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"x-request-id": "request-1"})

    body = UpdateEnrichmentParameters(description="In which year?")
    response = send(call, websets_enrichments_update, "ws", "enrichment", body=body, handler=answer)

    assert (response.status_code, response.parsed) == (200, None)
    assert response.headers["x-request-id"] == "request-1"


def test_the_raw_client_can_be_entered_and_left(call: Caller) -> None:
    """Leaving the generated client's block keeps our connections open."""

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=DOCUMENTED_CANCEL)

    def use(client: Any) -> Any:
        if call.kind == "sync":
            with client.raw as raw:
                websets_get.sync("x", client=raw)
            return client.websets.get("x")

        async def use_async() -> Any:
            async with client.raw as raw:
                await websets_get.asyncio("x", client=raw)
            return await client.websets.get("x")

        return use_async()

    assert call(use, handler=answer).id == "x"


@pytest.mark.parametrize("module", [websets_get, websets_cancel, websets_create])
def test_the_modules_have_the_stock_functions(module: Any) -> None:
    """Each module has the four functions of openapi-python-client."""
    for name in ("sync", "sync_detailed", "asyncio", "asyncio_detailed"):
        assert callable(getattr(module, name))
    assert inspect.iscoroutinefunction(module.asyncio)


@pytest.mark.parametrize(
    ("of_the_client", "of_the_view", "of_the_call", "expected"),
    [(9, None, None, 9), (9, 7, None, 7), (9, 7, 5, 5), (9, 7, httpx.Timeout(5), 5)],
    ids=["client", "view", "call", "call, as an httpx.Timeout"],
)
def test_timeouts(call: Caller, of_the_client: int, of_the_view: int, of_the_call: Any, expected: float) -> None:
    """The timeout of a call replaces that of the view, and this one that of the client."""
    seen: list[dict[str, float]] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        return httpx.Response(200, json=DOCUMENTED_CANCEL)

    def act(client: Any) -> Any:
        raw = client.with_options(timeout=of_the_view).raw
        http = raw.get_httpx_client() if call.kind == "sync" else raw.get_async_httpx_client()
        return http.request("GET", "/v0/websets/x", **({"timeout": of_the_call} if of_the_call else {}))

    call(act, handler=handler, timeout=of_the_client)
    assert seen == [dict.fromkeys(["connect", "read", "write", "pool"], expected)]


@pytest.mark.parametrize("part", ["content", "data", "files", "cookies"])
def test_a_request_that_the_transport_cannot_send(call: Caller, part: str) -> None:
    """What would be dropped is rejected by name, and nothing is sent."""

    def act(client: Any) -> Any:
        raw = client.raw
        http = raw.get_httpx_client() if call.kind == "sync" else raw.get_async_httpx_client()
        return http.request("GET", "/v0/websets/x", **{part: {"tea": "green"}})

    with pytest.raises(TypeError, match=f"cannot send {part};"):
        call(act, handler=unsent)


def test_a_request_that_goes_around_the_transport(call: Caller) -> None:
    """A request that the caller has built would have neither the key nor the retries, so it is rejected."""

    def act(client: Any) -> Any:
        raw = client.raw
        http = raw.get_httpx_client() if call.kind == "sync" else raw.get_async_httpx_client()
        return http.send(httpx.Request("GET", "https://api.exa.ai/websets/v0/websets/x"))

    with pytest.raises(NotImplementedError, match="only"):
        call(act, handler=unsent)


@pytest.mark.parametrize("address", ["https://elsewhere.example/v0/websets/x", "v0/websets/x"])
def test_an_address_that_is_not_a_path(call: Caller, address: str) -> None:
    """Nothing, and not the key, is sent to an address that is not a path of the service."""
    seen: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=DOCUMENTED_CANCEL)

    def act(client: Any) -> Any:
        raw = client.raw
        http = raw.get_httpx_client() if call.kind == "sync" else raw.get_async_httpx_client()
        return http.request("GET", address)

    with pytest.raises(ValueError, match="is not a path; nothing was sent"):
        call(act, handler=handler)
    assert seen == []
