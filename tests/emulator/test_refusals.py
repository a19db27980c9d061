"""The emulator rejects what the API rejects, with both forms of error bodies."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.emulator_http import emulator_client

TEA = {"search": {"query": "makers of tea"}}


def rejected(response: httpx.Response, status: int, name: str) -> str:
    """Assert that a controller of the API rejects the request, and return its message."""
    error = response.json()
    assert response.status_code == status
    assert set(error) == {"statusCode", "timestamp", "message", "error", "path"}
    assert (error["statusCode"], error["error"]) == (status, name)
    assert error["path"] == response.request.url.raw_path.decode().removeprefix("/websets").partition("?")[0]
    message: str = error["message"]
    return message


@pytest.mark.parametrize(
    "headers", [{}, {"x-api-key": ""}, {"authorization": "Bearer"}, {"authorization": "Basic abc"}], ids=str
)
@pytest.mark.parametrize("path", ["/v0/websets", "/v0/no/such/route"])
def test_a_request_without_a_key(headers: dict[str, str], path: str, websets_emulator: Emulator) -> None:
    """Without a key every request is a 401, before anything else is checked."""
    response = httpx.get(websets_emulator.base_url + path, headers=headers, trust_env=False)

    assert response.status_code == 401
    assert response.json() == {
        "requestId": response.json()["requestId"],
        "error": "Invalid API key",
        "tag": "INVALID_API_KEY",
    }


@pytest.mark.parametrize(
    "headers",
    [
        {"x-api-key": "right"},
        {"X-API-Key": "right"},
        {"Authorization": "Bearer right"},
        {"authorization": "bearer right"},
    ],
    ids=str,
)
def test_a_key_may_be_in_either_header(headers: dict[str, str]) -> None:
    """Both headers are accepted, and a wrong key is rejected in both."""
    with Emulator(api_key="right") as emulator, emulator_client(emulator, "") as http:
        assert http.get("/v0/websets", headers=headers).status_code == 200
        wrong = {name: value.replace("right", "wrong") for name, value in headers.items()}
        assert http.get("/v0/websets", headers=wrong).status_code == 400


def test_recorded_requests_do_not_show_the_key(websets_emulator: Emulator) -> None:
    """The repr of a recorded request shows its headers without the key."""
    for headers in ({"x-api-key": "s3cret"}, {"authorization": "Bearer s3cret"}):
        httpx.get(websets_emulator.base_url + "/v0/websets?limit=3", headers=headers, trust_env=False)

    assert "s3cret" not in repr(websets_emulator.requests)
    assert "limit=3" in repr(websets_emulator.requests)
    assert websets_emulator.requests[0].headers["x-api-key"] == "s3cret"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v0/websets/tea/searches"),
        ("GET", "/v0/websets/tea/exports"),
        ("PUT", "/v0/websets"),
        ("PATCH", "/v0/websets/tea"),
        ("GET", "/v1"),
        ("GET", "/"),
    ],
)
def test_an_unknown_route(method: str, path: str, http: httpx.Client) -> None:
    """An unknown path, or a known one with another method, is a 404 that names both."""
    assert rejected(http.request(method, path), 404, "Not Found") == f"Cannot {method} {path}"


def test_a_path_that_is_not_below_the_base_url(websets_emulator: Emulator) -> None:
    """A path without the prefix `/websets` is a 404."""
    url = websets_emulator.base_url.removesuffix("/websets") + "/v0/websets"
    response = httpx.get(url, headers={"x-api-key": "any"}, trust_env=False)

    assert (response.status_code, response.json()["message"]) == (404, "Cannot GET /v0/websets")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v0/websets/tea"),
        ("DELETE", "/v0/websets/tea"),
        ("POST", "/v0/websets/tea/cancel"),
        ("GET", "/v0/websets/webset_01kaq264xhf7bem695xmbxbeph"),
    ],
)
def test_an_unknown_webset(method: str, path: str, http: httpx.Client) -> None:
    """An unknown id is a 404, also for a cancel."""
    assert rejected(http.request(method, path), 404, "Not Found") == "Webset not found"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v0/websets?offset=3"),
        ("POST", "/v0/websets?offset=3"),
        ("GET", "/v0/websets/tea?offset=3"),
        ("DELETE", "/v0/websets/tea?offset=3"),
        ("POST", "/v0/websets/tea/cancel?offset=3"),
    ],
)
def test_an_unknown_query_key(method: str, path: str, http: httpx.Client) -> None:
    """The error names the unknown key, and nothing happens."""
    http.post("/v0/websets", json={**TEA, "externalId": "tea"})
    response = http.request(method, path, json=TEA if method == "POST" else None)

    assert rejected(response, 400, "Bad Request") == "Unrecognized key(s) in object: 'offset'"
    assert [webset["status"] for webset in http.get("/v0/websets").json()["data"]] == ["running"]


@pytest.mark.parametrize(
    "path",
    [
        "/v0/websets?limit=0",
        "/v0/websets?limit=101",
        "/v0/websets?limit=many",
        "/v0/websets?cursor=",
        "/v0/websets?cursor=webset_01kaq264xhf7bem695xmbxbeph",
        "/v0/websets?search=t",
        f"/v0/websets?search={'t' * 51}",
        "/v0/websets/tea?expand=searches",
    ],
)
def test_a_query_out_of_bounds(path: str, http: httpx.Client) -> None:
    """An invalid query value is a 400 in the API's form."""
    http.post("/v0/websets", json={**TEA, "externalId": "tea"})
    assert rejected(http.get(path), 400, "Bad Request")


UNFIT: list[tuple[Any, str]] = [
    ({}, "Either search or import is required"),
    ({"externalId": "tea"}, "Either search or import is required"),
    ({"search": {"query": ""}}, "search.query"),
    ({"search": {"query": "t" * 5001}}, "search.query"),
    ({"search": {"query": "tea", "count": 0}}, "search.count"),
    ({"search": {"query": "tea", "count": "3"}}, "search.count"),
    ({"search": {"query": "tea", "criteria": []}}, "search.criteria"),
    ({"search": {"query": "tea", "criteria": [{"description": "x"}] * 6}}, "search.criteria"),
    ({"search": {"query": "tea", "entity": {"type": "teapot"}}}, "search.entity"),
    ({"search": {}}, "search.query"),
    ({**TEA, "externalId": "t" * 301}, "externalId"),
    ({**TEA, "external_id": "tea"}, "Unrecognized key(s) in object: 'external_id'"),
    ({"search": {"query": "tea", "max_people_per_company": 3}}, "Unrecognized key(s) in object: 'max_people"),
    ({**TEA, "enrichments": [{}]}, "enrichments.0.description"),
    ({**TEA, "enrichments": [{"description": "x", "format": "haiku"}]}, "enrichments.0.format"),
    ({**TEA, "metadata": {"a": 1}}, "metadata"),
    ([], ""),
]


@pytest.mark.parametrize(("body", "message"), UNFIT, ids=[str(body)[:40] for body, _ in UNFIT])
def test_an_invalid_body(body: Any, message: str, strict_http: httpx.Client) -> None:
    """An invalid body is a 400 that names the field, and creates nothing."""
    assert message in rejected(strict_http.post("/v0/websets", json=body), 400, "Bad Request")
    assert strict_http.get("/v0/websets").json()["data"] == []


@pytest.mark.parametrize("content", [b"", b"{", b"tea", b"\xff"])
def test_a_body_that_is_not_json(content: bytes, http: httpx.Client) -> None:
    """A create without a JSON body is a 400."""
    assert rejected(http.post("/v0/websets", content=content), 400, "Bad Request")


def test_an_unknown_import(http: httpx.Client) -> None:
    """A create with an unknown import is a 404."""
    body = {"import": [{"source": "import", "id": "import_x"}]}
    assert rejected(http.post("/v0/websets", json=body), 404, "Not Found") == "Import not found"


def test_an_external_id_is_unique(http: httpx.Client) -> None:
    """A second Webset with the same externalId is a 409; any number may have none."""
    body = {**TEA, "externalId": "tea"}
    assert [http.post("/v0/websets", json=body).status_code for body in (body, TEA, TEA)] == [201] * 3
    rejected(http.post("/v0/websets", json=body), 409, "Conflict")
    assert len(http.get("/v0/websets").json()["data"]) == 3


def test_too_many_running_websets() -> None:
    """At the limit of the team a create is a 403, until a running Webset is canceled or has ended."""
    with (
        Emulator(running_limit=2) as emulator,
        emulator_client(emulator) as http,
    ):
        first, _ = (http.post("/v0/websets", json=TEA).json() for _ in range(2))
        message = rejected(http.post("/v0/websets", json=TEA), 403, "Forbidden")
        http.post(f"/v0/websets/{first['id']}/cancel")
        after_cancel = http.post("/v0/websets", json=TEA).status_code
        rejected(http.post("/v0/websets", json=TEA), 403, "Forbidden")
        emulator.advance(3600)
        after_end = http.post("/v0/websets", json=TEA).status_code

    assert message == "Your team has reached the maximum number of concurrent requests"
    assert (after_cancel, after_end) == (201, 201)


def test_request_ids_on_request() -> None:
    """With `request_ids` each answer has one, and that of a rejected key has it in its body too."""
    with Emulator(request_ids=True) as emulator, emulator_client(emulator, "") as http:
        ids = [http.get("/v0/websets", headers={"x-api-key": "any"}).headers["x-request-id"] for _ in range(2)]
        response = http.get("/v0/websets")

    assert len({*ids, response.headers["x-request-id"]}) == 3
    assert response.headers["x-request-id"] == response.json()["requestId"]
