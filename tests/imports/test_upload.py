"""`imports.upload`: its requests, and its errors."""

from __future__ import annotations

import io
import json
import pickle
import traceback
from pathlib import Path
from typing import Any

import anyio
import exa_websets
import httpx
import pytest
from exa_websets import APIConnectionError, AsyncWebsetsClient, ResponseValidationError, WebsetsClient, WebsetsError
from exa_websets.models import CompanyEntity, CsvOptionsInput
from support.caller import KEY, Caller
from support.import_service import COMPANY, ID, ROWS, SECRET, Service


def texts(error: BaseException) -> str:
    """Return everything that a log or a terminal could show of an error, including the locals of our frames."""
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    frames = [str(frame.locals) for frame in shown.stack if "exa_websets" in frame.filename]
    return f"{error!r} {''.join(traceback.format_exception(error))} {error.__dict__} {' '.join(frames)}"


def test_an_upload_creates_sends_and_reads_the_import(call: Caller, tmp_path: Path) -> None:
    """The create announces the bytes and rows, the file goes to the returned URL, and the import is returned."""
    path = tmp_path / "tea.csv"
    path.write_bytes(ROWS)
    service = Service()
    result = service.upload(
        call, path, entity=CompanyEntity(), title="Tea", metadata={"a": "b"}, csv=CsvOptionsInput(identifier=1)
    )

    assert (result.id, result.status) == (ID, "processing")
    create, put, get = service.seen
    assert json.loads(create.content) == {
        "format": "csv",
        "size": len(ROWS),
        "count": 2,
        "entity": COMPANY,
        "title": "Tea",
        "metadata": {"a": "b"},
        "csv": {"identifier": 1},
    }
    assert (put.method, put.url.host, put.url.query.decode(), put.content) == (
        "PUT",
        "uploads.example.com",
        SECRET,
        ROWS,
    )
    assert (get.method, get.url.path) == ("GET", f"/websets/v0/imports/{ID}")


def test_the_upload_carries_nothing_of_the_client(call: Caller) -> None:
    """The upload goes to another host without the key, headers, cookies, credentials or base URL of either client."""
    service = Service()
    settings: dict[str, Any] = {
        "transport": httpx.MockTransport(service),
        "headers": {"Authorization": "Bearer mine", "x-mine": "secret"},
        "cookies": {"session": "secret"},
        "auth": ("me", "secret"),
        "base_url": "https://mine.example.com",
        "params": {"token": "secret"},
        "follow_redirects": True,
    }
    ours: dict[str, Any] = {"headers": {"x-ours": "secret"}}

    async def act() -> None:
        async with httpx.AsyncClient(**settings) as http, AsyncWebsetsClient(KEY, http_client=http, **ours) as client:
            await client.imports.upload(io.BytesIO(ROWS), entity={"type": "company"})

    if call.kind == "sync":
        with httpx.Client(**settings) as http, WebsetsClient(KEY, http_client=http, **ours) as client:
            client.imports.upload(io.BytesIO(ROWS), entity={"type": "company"})
    else:
        anyio.run(act, backend=call.kind)

    create, put, get = service.seen
    assert create.headers["x-api-key"] == get.headers["x-api-key"] == KEY
    assert dict(put.headers) == {
        "host": "uploads.example.com",
        "content-type": "text/csv",
        "content-length": str(len(ROWS)),
    }
    assert put.url.query.decode() == SECRET


def test_the_options_of_the_call_are_those_of_the_create(call: Caller) -> None:
    """Options that change the request apply to the create only; retries and timeouts apply to every request."""
    service = Service(503, 503)
    with pytest.raises(exa_websets.InternalServerError):
        service.upload(
            call,
            io.BytesIO(ROWS),
            max_retries=1,
            extra_query={"q": "1"},
            extra_body={"b": 1},
            extra_headers={"x-h": "1"},
        )
    service.upload(call, io.BytesIO(ROWS), timeout=7, extra_query={"q": "1"}, extra_body={"b": 1})

    assert service.methods == ["POST", "PUT", "PUT", "POST", "PUT", "GET"]
    create, put, _, _, *later = service.seen
    assert (create.url.query, json.loads(create.content)["b"], create.headers["x-h"]) == (b"q=1", 1, "1")
    assert "x-h" not in put.headers
    assert (later[-1].url.query, later[-1].content) == (b"", b"")
    assert [request.extensions["timeout"]["write"] for request in later] == [7, 7]


@pytest.mark.parametrize("failure", [408, 429, 500, 503, httpx.ConnectError, httpx.ReadTimeout, httpx.WriteError])
def test_a_transient_upload_failure_is_retried(call: Caller, failure: Any) -> None:
    """After a transient failure the file is uploaded again; the import is created once."""
    service = Service(failure, failure)
    assert service.upload(call, io.BytesIO(ROWS)).id == ID
    assert service.methods == ["POST", "PUT", "PUT", "PUT", "GET"]


def test_a_create_of_unknown_outcome_is_sent_once(call: Caller) -> None:
    """If an import may have been created, the create is not retried and nothing is uploaded."""
    service = Service(POST=503)
    with pytest.raises(exa_websets.InternalServerError):
        service.upload(call, io.BytesIO(ROWS))
    assert service.methods == ["POST"]


XML = f"<Error><Code>AccessDenied</Code><Message>Request has expired</Message><Query>{SECRET}</Query></Error>"


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (httpx.Response(403, text=XML), exa_websets.PermissionDeniedError, "403 Forbidden (AccessDenied: Request has"),
        (
            httpx.Response(400, json={"message": f"bad {SECRET}"}),
            exa_websets.BadRequestError,
            "400 bad X-Amz-Credential=...",
        ),
        (httpx.Response(400, text=f"bad {SECRET}"), exa_websets.BadRequestError, "400 Bad Request (bad X-Amz"),
        (
            httpx.Response(400, text="expired after X-Amz-Expires=3600"),
            exa_websets.BadRequestError,
            "(expired after X-Amz-Expires=3600)",
        ),
        (300, exa_websets.APIStatusError, "300"),
        (413, exa_websets.APIStatusError, "413"),
        (503, exa_websets.InternalServerError, "3 attempts"),
        (httpx.ConnectError, APIConnectionError, "ConnectError: made up"),
        (httpx.ReadTimeout, exa_websets.APITimeoutError, "ReadTimeout"),
    ],
    ids=str,
)
def test_a_failed_upload_keeps_the_id_and_the_secret(
    call: Caller, answer: Any, kind: type[WebsetsError], words: str
) -> None:
    """The error has the id of the created import, and never shows the query of the signed URL."""
    service = Service(*[answer] * 3)
    with pytest.raises(kind) as caught:
        service.upload(call, io.BytesIO(ROWS))

    error = caught.value
    assert words in str(error)
    assert "[PUT /59zg.csv at uploads.example.com" in str(error)
    assert error.__notes__ == [f"{ID} was created, but the upload of its file did not succeed."]
    for secret in (SECRET, "9j3a2j3q", "AKIA", KEY):
        assert secret not in texts(error)
    assert texts(pickle.loads(pickle.dumps(error))).replace("\n", "").startswith(repr(error))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ["https://elsewhere.example.com/x?a=secret-of-theirs", "/x?a=secret-of-theirs"])
def test_a_redirect_of_the_upload_is_an_error(call: Caller, status: int, location: str) -> None:
    """A redirect is not followed: the file goes only to the host that the service named."""
    service = Service(httpx.Response(status, headers={"location": location}))
    place = "elsewhere.example.com" if "elsewhere" in location else "/x"
    with pytest.raises(exa_websets.APIStatusError, match=f"redirects to {place};") as caught:
        service.upload(call, io.BytesIO(ROWS))

    assert service.methods == ["POST", "PUT"]
    assert caught.value.status == status
    assert "secret-of-theirs" not in texts(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://uploads.example.com/x?a=secret-of-theirs",
        "ftp://uploads.example.com/x?a=secret-of-theirs",
        "https://me:secret-of-theirs@uploads.example.com/x",
        "https:///x?a=secret-of-theirs",
        "https://uploads.example.com:99999/?a=secret-of-theirs",
        "https://uploads.example.com:port/?a=secret-of-theirs",
        "/x?a=secret-of-theirs",
        "",
    ],
)
def test_an_unsafe_address_gets_no_file(call: Caller, url: str) -> None:
    """Files are sent over unencrypted HTTP only to loopback; otherwise the error has the id of the created import."""
    service = Service(url=url)
    with pytest.raises(ResponseValidationError, match=ID) as caught:
        service.upload(call, io.BytesIO(ROWS))

    assert service.methods == ["POST"]
    assert caught.value.path == "uploadUrl"
    assert caught.value.body["id"] == ID
    assert "secret-of-theirs" not in texts(caught.value)


def test_a_failed_read_after_the_upload_says_that_the_file_was_sent(call: Caller) -> None:
    """If reading the import fails after the upload, the error says that the file was sent."""
    service = Service(GET=404)
    with pytest.raises(exa_websets.NotFoundError) as caught:
        service.upload(call, io.BytesIO(ROWS))
    assert caught.value.__notes__ == [f"{ID} was created and its file was uploaded; only reading the import failed."]


@pytest.mark.parametrize("failures", [0, 2])
def test_no_log_shows_the_signed_url(call: Caller, caplog: pytest.LogCaptureFixture, failures: int) -> None:
    """Neither our log nor that of httpx shows the query of the signed URL."""
    service = Service(*[503] * failures)
    with caplog.at_level("DEBUG"):
        service.upload(call, io.BytesIO(ROWS))

    assert "PUT /59zg.csv at uploads.example.com attempt" in caplog.text
    assert "9j3a2j3q" not in caplog.text
    assert "AKIA" not in caplog.text
