"""Planned faults hit the matching requests on the real socket, before or after the server acts."""

from __future__ import annotations

import threading
from typing import Any

import httpx
import pytest
from exa_websets.emulator import Emulator

TEA = {"search": {"query": "makers of tea"}}


def create(http: httpx.Client) -> httpx.Response:
    return http.post("/v0/websets", json=TEA)


def made(http: httpx.Client) -> int:
    return len(http.get("/v0/websets").json()["data"])


@pytest.mark.parametrize("status", [301, 400, 404, 408, 429, 500, 503, 520, 527])
def test_a_status(status: int, websets_emulator: Emulator, http: httpx.Client) -> None:
    """A planned status is returned once, with an error body of the API, and the server does not act."""
    websets_emulator.fail(status)
    response = create(http)

    assert response.status_code == status
    assert response.json()["statusCode"] == status
    assert response.json()["path"] == "/v0/websets"
    assert "retry-after" not in response.headers
    assert made(http) == 0


@pytest.mark.parametrize("status", [202, 204, 304])
def test_a_status_that_is_not_an_error(status: int, websets_emulator: Emulator, http: httpx.Client) -> None:
    """Statuses below 400 can be planned too; those that allow no body have none."""
    websets_emulator.fail(status)
    response = create(http)

    assert response.status_code == status
    assert bool(response.content) == (status == 202)


@pytest.mark.parametrize(
    ("retry_after", "header"),
    [(7, "7"), (0.5, "0.5"), ("Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 2026 07:28:00 GMT")],
)
def test_retry_after(retry_after: Any, header: str, websets_emulator: Emulator, http: httpx.Client) -> None:
    """The header is sent in seconds or as the given date."""
    websets_emulator.fail(429, retry_after=retry_after)
    assert create(http).headers["retry-after"] == header


def test_any_body(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A body can be text of any content type, bytes, empty, or a value to encode as JSON."""
    websets_emulator.fail(502, body="<html>Bad gateway ü</html>", content_type="text/html")
    websets_emulator.fail(500, body=b"\xff\x00")
    websets_emulator.fail(503, body="")
    websets_emulator.fail(400, body={"requestId": "1", "error": "no"})
    websets_emulator.fail(body=[1, 2])
    html, octets, empty, error, listed = (create(http) for _ in range(5))

    assert (html.status_code, html.text) == (502, "<html>Bad gateway ü</html>")
    assert html.headers["content-type"] == "text/html"
    assert (octets.status_code, octets.content) == (500, b"\xff\x00")
    assert (empty.status_code, empty.content) == (503, b"")
    assert (error.status_code, error.json()) == (400, {"requestId": "1", "error": "no"})
    assert (listed.status_code, listed.json()) == (200, [1, 2])


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"reset": True}, httpx.ReadError),
        ({"truncate": True}, httpx.RemoteProtocolError),
        ({"stall": True}, httpx.ReadTimeout),
    ],
    ids=["reset", "truncate", "stall"],
)
def test_a_broken_connection(
    fault: dict[str, Any],
    error: type[httpx.TransportError],
    after: bool,
    websets_emulator: Emulator,
    http: httpx.Client,
) -> None:
    """The connection breaks or stalls, and the server acts only with `after=True`."""
    websets_emulator.fail(**fault, after=after)
    http.timeout = httpx.Timeout(5, read=0.2 if "stall" in fault else 5)
    with pytest.raises(error):
        create(http)

    assert made(http) == after
    assert [request.method for request in websets_emulator.requests] == ["POST", "GET"]


@pytest.mark.parametrize("after", [False, True])
def test_a_malformed_body(after: bool, websets_emulator: Emulator, http: httpx.Client) -> None:
    """The answer is complete on the wire and says 200, but its JSON ends in the middle."""
    websets_emulator.fail(malformed=True, after=after)
    response = create(http)

    assert response.status_code == (201 if after else 200)
    assert len(response.content) == int(response.headers["content-length"]) > 0
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        response.json()
    assert made(http) == after


@pytest.mark.parametrize("fault", [{"truncate": True}, {"malformed": True}])
def test_a_cut_answer_is_the_start_of_the_real_one(
    fault: dict[str, Any], websets_emulator: Emulator, http: httpx.Client
) -> None:
    """With `after=True` a truncated body is the first part of the server's own answer."""
    whole = create(http).text
    websets_emulator.fail(**fault, after=True)
    part = ""
    try:
        with http.stream("POST", "/v0/websets", json=TEA) as response:
            for text in response.iter_text():
                part += text
    except httpx.RemoteProtocolError:
        assert "truncate" in fault

    assert 0 < len(part) < len(whole)
    assert part[:20] == whole[:20]


def test_a_status_after_the_server_acted(websets_emulator: Emulator, http: httpx.Client) -> None:
    """With `after=True` the client receives an error although the server has acted."""
    websets_emulator.fail(502, after=True)

    assert create(http).status_code == 502
    assert made(http) == 1


@pytest.mark.parametrize("after", [False, True])
def test_latency(after: bool, websets_emulator: Emulator, http: httpx.Client) -> None:
    """A delayed answer is correct; a client that times out does not learn that the server acted."""
    websets_emulator.fail(latency=0.05, after=after)
    assert create(http).status_code == 201
    websets_emulator.fail(latency=0.3, after=after)
    with pytest.raises(httpx.ReadTimeout):
        http.post("/v0/websets", json=TEA, timeout=0.02)
    websets_emulator.fail(429, latency=0.4)
    assert create(http).status_code == 429

    assert made(http) == 2


def test_a_fault_affects_the_matching_requests(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Method, path and `times` select the requests; several faults apply in the order in which they were planned."""
    id = create(http).json()["id"]
    websets_emulator.fail(503, method="POST", path="/v0/websets/*/cancel", times=2)
    websets_emulator.fail(500, path="/v0/websets/*")
    websets_emulator.fail(404, path="/v0/websets/*/cancel")

    assert http.get("/v0/websets").status_code == 200
    assert create(http).status_code == 201
    assert http.get(f"/v0/websets/{id}").status_code == 500
    statuses = [http.post(f"/v0/websets/{id}/cancel").status_code for _ in range(4)]
    assert statuses == [503, 503, 404, 200]


def test_faults_affect_requests_without_a_key_too(websets_emulator: Emulator) -> None:
    """A fault applies before the key is checked, and the request is recorded."""
    websets_emulator.fail(503)
    statuses = [httpx.get(websets_emulator.base_url + "/v0/websets", trust_env=False).status_code for _ in range(2)]

    assert statuses == [503, 401]
    assert len(websets_emulator.requests) == 2


@pytest.mark.parametrize("nothing", [{}, {"after": True}, {"latency": 0}, {"path": "/v0/*"}])
def test_an_empty_fault(nothing: dict[str, Any], websets_emulator: Emulator) -> None:
    """Arguments that describe no fault are rejected."""
    with pytest.raises(ValueError, match="a fault needs at least one of"):
        websets_emulator.fail(**nothing)


@pytest.mark.parametrize("fault", [{"stall": True}, {"latency": 60}, {"latency": 60, "after": True}], ids=str)
def test_stopping_disconnects_waiting_clients(fault: dict[str, Any]) -> None:
    """A stopping emulator does not wait for its own faults: waiting clients are disconnected."""
    errors: list[Exception] = []

    def wait(url: str) -> None:
        try:
            httpx.get(url, headers={"x-api-key": "any"}, timeout=60, trust_env=False)
        except httpx.HTTPError as error:
            errors.append(error)

    with Emulator() as emulator:
        emulator.fail(**fault, times=3)
        threads = [threading.Thread(target=wait, args=[emulator.base_url + "/v0/websets"]) for _ in range(3)]
        for thread in threads:
            thread.start()
        while len(emulator.requests) < 3:
            pass
    for thread in threads:
        thread.join(timeout=10)

    assert [type(error) for error in errors] == [httpx.ReadError] * 3
