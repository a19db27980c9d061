"""Error messages mention the base URL if it may be the cause."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import httpx
import pytest
from support.command_line import run
from support.http_service import served

DOUBT = ", which does not end in /websets, unlike that of the service"
LINE = "  The base URL is {url}{doubt}; to change it, use --base-url or EXA_WEBSETS_BASE_URL.\n"
NO_ROUTE = {"message": "Cannot GET /v0/websets", "error": "Not Found", "statusCode": 404}


@pytest.mark.waits
@pytest.mark.parametrize(
    ("command", "path"),
    [
        (["list"], "/websets"),
        (["list"], ""),
        (["active"], "/other"),
        (["--debug", "get", "x"], "/websets"),
        (["cancel", "x", "y"], "/websets"),
    ],
)
def test_nothing_listens_there(command: list[str], path: str) -> None:
    """A connection error is followed by the full base URL, exactly once."""
    url = f"http://127.0.0.1:1{path}"
    done = run(None, *command, "--base-url", url)
    assert (done.code, done.out) == (1, "")
    assert LINE.format(url=url, doubt="" if path == "/websets" else DOUBT) in done.err
    assert done.err.count("The base URL") == 1


ANSWERS = {
    "no route": httpx.Response(404, json=NO_ROUTE),
    "no method": httpx.Response(405),
    "a page": httpx.Response(200, text="<html>hello</html>"),
    "other JSON": httpx.Response(200, json={"hello": 1}),
    "a redirect": httpx.Response(302, headers={"location": "https://example.com/"}),
}
OTHER_ERRORS = {"no credits": httpx.Response(402, json={"error": "x"}), "rejected": httpx.Response(400)}


@pytest.mark.parametrize("answer", [*ANSWERS, *OTHER_ERRORS])
@pytest.mark.parametrize("path", ["/websets", ""])
def test_something_else_answers_there(answer: str, path: str) -> None:
    """A response that the API would not send is followed by a hint if the path differs from the service's."""
    response = {**ANSWERS, **OTHER_ERRORS}[answer]
    with served(lambda request: response) as service:
        url = "http://" + urlsplit(service.base_url).netloc + path
        done = run(None, "get", "x", "--base-url", url)
    assert done.code == 1
    is_hinted = answer in ANSWERS and not path
    assert done.err.endswith(LINE.format(url=url, doubt=DOUBT)) == is_hinted
    assert ("The base URL" in done.err) == is_hinted


def test_a_404_hints_at_the_base_url() -> None:
    """`cancel` prints the hint as well, and its JSON output is unchanged."""
    with served(lambda request: httpx.Response(404, json=NO_ROUTE)) as service:
        url = "http://" + urlsplit(service.base_url).netloc
        done = run(None, "cancel", "x", "--json", "--base-url", url)
    assert done.err.endswith(LINE.format(url=url, doubt=DOUBT))
    assert [each["error"]["type"] for each in json.loads(done.out)] == ["NotFoundError"]
