"""Ids, queries and bodies with untrusted text arrive unchanged, or are not sent."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, quote

import pytest
from exa_websets import APIStatusError
from hypothesis import example, given, settings, strategies as st
from support.caller import Caller
from support.openapi_document import document
from support.operations import CALLS, perform
from support.request_bodies import BODIES
from support.untrusted_text import HOSTILE, LONG, Rejecting, has_no_bytes, sent, unsent

PATHS = {one["operationId"]: path for path, item in document()["paths"].items() for one in item.values()}
WITH_IDS = [operation for operation, (_, ids, _) in CALLS.items() if ids]
REFUSED = r"nothing was sent|surrogates"


def cannot_be_an_id(id: str) -> bool:
    controls = any(ord(character) < 32 or 127 <= ord(character) < 160 for character in id)
    return id in ("", ".", "..") or controls or has_no_bytes(id) or id == LONG


@pytest.mark.parametrize("operation", WITH_IDS)
@settings(max_examples=12)
@given(ids=st.tuples(HOSTILE, HOSTILE))
@example(ids=("..", LONG))
@example(ids=(LONG, ".."))
def test_an_id_cannot_change_the_path(operation: str, ids: tuple[str, str]) -> None:
    """For any id, each operation sends its own path with the quoted id, or nothing."""
    used = ids[: len(CALLS[operation][1])]
    body = BODIES.get(operation, [None])[0]
    if any(cannot_be_an_id(id) for id in used):
        with unsent() as client, pytest.raises(ValueError, match=REFUSED):
            perform(operation, body, client, path=used)
        return
    with sent() as (client, requests):
        perform(operation, body, client, path=used)
    url = requests[0].url
    quoted = iter(quote(id, safe="") for id in used)
    path = re.sub(r"\{\w+\}", lambda _: next(quoted), PATHS[operation])
    assert (url.netloc, url.raw_path.partition(b"?")[0]) == (b"api.exa.ai", f"/websets{path}".encode())


@pytest.mark.parametrize("kind", ["asyncio", "trio"])
@settings(max_examples=15)
@given(id=HOSTILE)
def test_both_clients_quote_alike(kind: Any, id: str) -> None:
    """Both clients reject the same ids and send the same paths."""
    service = Rejecting()
    with pytest.raises(ValueError if cannot_be_an_id(id) else APIStatusError):
        Caller(kind)(lambda client: client.websets.cancel(id), handler=service.refuse)
    expected = [] if cannot_be_an_id(id) else [f"/websets/v0/websets/{quote(id, safe='')}/cancel".encode()]
    assert [request.url.raw_path for request in service.seen] == expected


@settings(max_examples=60)
@given(cursor=HOSTILE, extra=st.dictionaries(HOSTILE, HOSTILE | st.lists(HOSTILE, min_size=1, max_size=3), max_size=3))
@example(cursor=LONG, extra={})
@example(cursor="a&limit=5#", extra={"b=c&d": ["e;f", "+ %"]})
def test_a_query_contains_exactly_the_parameters(cursor: str, extra: dict[str, Any]) -> None:
    """Parameters arrive unchanged and without others, or nothing is sent."""
    extra.pop("cursor", None)
    pairs = [("cursor", cursor)]
    pairs += [(key, one) for key, value in extra.items() for one in ([value] if isinstance(value, str) else value)]
    if has_no_bytes(*(text for pair in pairs for text in pair)) or cursor == LONG:
        with unsent() as client, pytest.raises(ValueError, match=REFUSED):
            client.websets.list(cursor=cursor, extra_query=extra)
        return
    with sent() as (client, requests):
        client.websets.list(cursor=cursor, extra_query=extra)
    path, _, query = requests[0].url.raw_path.decode("ascii").partition("?")
    assert path == "/websets/v0/websets"
    assert parse_qsl(query, keep_blank_values=True, strict_parsing=True) == pairs
    assert query.isprintable()
    assert "#" not in query


@settings(max_examples=40)
@given(metadata=st.dictionaries(HOSTILE, HOSTILE, max_size=3), title=HOSTILE)
def test_a_body_arrives_unchanged(metadata: dict[str, str], title: str) -> None:
    """Metadata arrives as the same JSON, with the right length, or nothing is sent."""
    body: Any = {"title": title, "metadata": metadata}
    if has_no_bytes(title, *metadata, *metadata.values()):
        with unsent() as client, pytest.raises(ValueError, match="surrogates"):
            client.websets.update("x", body)
        return
    with sent() as (client, requests):
        client.websets.update("x", body)
    assert json.loads(requests[0].content) == body
    assert requests[0].headers["content-length"] == str(len(requests[0].content))


@contextmanager
def listening() -> Generator[tuple[str, list[bytes]]]:
    """Reject requests on a socket; yield its URL and the bytes of each connection."""
    came: list[bytes] = []

    def serve() -> None:
        while True:
            connection = listener.accept()[0]
            with connection, connection.makefile("rb") as file:
                lines = [*iter(file.readline, b"\r\n")] if connection.recv(1, socket.MSG_PEEK) else []
                if not lines:
                    return
                length = next((int(line[15:]) for line in lines if line.lower().startswith(b"content-length:")), 0)
                body = file.read(length)
                connection.sendall(b"HTTP/1.1 422 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                came.append(b"".join([*lines, b"\r\n", body, file.read()]))

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        address = listener.getsockname()
        try:
            yield f"http://127.0.0.1:{address[1]}/websets", came
        finally:
            socket.create_connection(address).close()
            thread.join()


def update(id: str, body: Any, client: Any) -> Any:
    return client.websets.update(id, body, extra_query={id: "\r\n"})


@pytest.mark.parametrize("kind", ["sync", "asyncio"])
def test_the_bytes_on_the_wire_are_those_of_one_request(kind: Any) -> None:
    """On a real connection hostile text is sent as one request with the usual headers and one body."""
    texts = [
        "a/../..",
        "%2e%2e/x",
        "x HTTP/1.1",
        "?expand=items#",
        "茶\u2028\uff0e\uff0e",
        "\\..\\..",
        "%0d%0aHost: evil",
    ]
    with listening() as (url, came):
        for text in texts:
            body: Any = {"metadata": {text: f"{text}\r\n\r\nGET / HTTP/1.1\r\n"}}
            with pytest.raises(APIStatusError):
                Caller(kind)(partial(update, text, body), base_url=url)
    assert len(came) == len(texts)
    for text, request in zip(texts, came, strict=True):
        head, _, body = request.partition(b"\r\n\r\n")
        line, *headers = head.decode("ascii").split("\r\n")
        method, target, version = line.split(" ")
        path, _, query = target.partition("?")
        assert (method, path, version) == ("POST", f"/websets/v0/websets/{quote(text, safe='')}", "HTTP/1.1")
        assert parse_qsl(query) == [(text, "\r\n")]
        assert sorted(header.partition(":")[0].lower() for header in headers) == [
            *("accept", "accept-encoding", "connection", "content-length", "content-type", "host", "user-agent"),
            "x-api-key",
        ]
        assert f"content-length: {len(body)}" in [header.lower() for header in headers]
        assert [*json.loads(body)["metadata"]] == [text]
