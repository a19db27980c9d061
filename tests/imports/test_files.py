"""The files that `imports.upload` accepts, and the number of rows that it counts."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.caller import Caller
from support.import_service import ID, ROWS, Service


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"name\nOolong", 1),
        (b"name\nOolong\n", 1),
        (b"name\r\nOolong\r\nSencha\r\n", 2),
        (b"name\rOolong\rSencha", 2),
        (b"\n\nname\n\nOolong\n\n", 1),
        (b'name\n"Oolong\n\n\r\nfrom ""Anxi""\n"\nSencha\n', 2),
        (b'\xef\xbb\xbf"name\nof the tea"\nOolong\n', 1),
        (b'name\n5" pipe\nSencha\n', 2),
        ("name\n茶\u2028ein\u0085Tee\n".encode(), 1),
        (b"name,text\nOolong," + b"x" * 300_000 + b"\nSencha,y\n", 2),
        (
            b'name,raw\nOolong,"'
            + json.dumps({str(n): "v" for n in range(9_000)}).replace('"', '""').encode()
            + b'"\nB,\n',
            2,
        ),
        (b'name,raw\nOolong,"' + b'"",\n' * 100_000 + b'"\nSencha,"a""b"\n', 2),
        (b'"a ""b"" c",x\n"d",5" pipe\n', 1),
        (b'name,note\n"",1\n"",2\nSencha,""\n"","3\n4"\n,"5\n6"\n', 5),
        (b'name,text\n"' + b"line\n" * 10_000 + b'",x\nSencha,y\n', 2),
    ],
    ids=lambda value: repr(value[:24]) if isinstance(value, bytes) else str(value),
)
def test_rows_are_counted_as_in_csv(content: bytes, rows: int) -> None:
    """The header and blank lines are not counted, and a line break inside quotes does not end a row."""
    service, limit = Service(), csv.field_size_limit()
    service.upload(Caller("sync"), io.BytesIO(content))

    assert csv.field_size_limit() == limit, "the limit of the csv module has changed"
    body = json.loads(service.seen[0].content)
    assert (body["count"], body["size"]) == (rows, len(content))


class ReadOnce(io.BytesIO):
    def seekable(self) -> bool:
        return False


class Named(io.BytesIO):
    name = "tea.csv"


@pytest.mark.parametrize(
    ("source", "kind", "words"),
    [
        (io.BytesIO(b""), ValueError, "the file is empty"),
        (Named(b""), ValueError, "tea.csv is empty"),
        (io.BytesIO(b"\xef\xbb\xbf"), ValueError, "no rows"),
        (io.BytesIO(b"name,url\n\n"), ValueError, "no rows below its header"),
        (io.BytesIO("name\nGrün\n".encode("latin-1")), ValueError, "not UTF-8"),
        (io.BytesIO("name\nOolong\n".encode("utf-16")), ValueError, "not UTF-8"),
        (io.BytesIO(b"name\nGr\xc3"), ValueError, "not UTF-8"),
        (io.BytesIO(b"name\n" + b"x" * 50_000_000), ValueError, "more than 50,000,000 bytes"),
        (ReadOnce(ROWS), ValueError, "only once"),
        (io.StringIO("name\nOolong\n"), TypeError, "binary mode"),
        (ROWS, TypeError, r"binary mode, not bytes; pass io\.BytesIO\(content\)"),
        (7, TypeError, "binary mode, not int$"),
        ("no such file.csv", FileNotFoundError, "no such file"),
        ("name\nOolong\n", ValueError, "the content of a file, not a path"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_invalid_file_is_rejected_before_anything_is_sent(source: Any, kind: type[Exception], words: str) -> None:
    """A file that the service would reject creates no import; the error says what is wrong with it."""
    service = Service()
    with pytest.raises(kind, match=words):
        service.upload(Caller("asyncio"), source)
    if isinstance(source, io.BytesIO):
        source.seek(0)
    with pytest.raises(kind, match=words):
        service.upload(Caller("sync"), source)
    assert service.seen == []


def test_a_file_of_exactly_the_limit_is_sent() -> None:
    """A file of 50,000,000 bytes is accepted."""
    service = Service()
    service.upload(Caller("sync"), io.BytesIO(b"name\n" + b"x" * 49_999_995))
    assert json.loads(service.seen[0].content)["size"] == 50_000_000


def test_an_open_file_is_sent_from_its_position_and_stays_open(call: Caller) -> None:
    """An open file is sent from its current position and is not closed."""
    service = Service(503)
    file = io.BytesIO(b"not this;" + ROWS)
    file.seek(9)
    service.upload(call, file)

    assert not file.closed
    assert service.seen[1].content == ROWS


def test_a_file_that_shrinks_is_an_error(call: Caller, tmp_path: Path) -> None:
    """A file that shrinks between the check and the upload raises an error instead of blocking the upload."""
    path = tmp_path / "tea.csv"
    path.write_bytes(ROWS)

    class Shrinking(Service):
        def __call__(self, request: httpx.Request) -> httpx.Response:
            os.truncate(path, 5)
            return super().__call__(request)

    with pytest.raises(ValueError, match="has become shorter") as caught:
        Shrinking().upload(call, str(path))
    assert ID in caught.value.__notes__[0]
