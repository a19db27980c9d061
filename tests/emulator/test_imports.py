"""Imports in the emulator: created, uploaded, parsed, rejected."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.emulator_calls import FILE
from support.emulator_http import upload


def announce(http: httpx.Client, file: bytes = FILE, **more: Any) -> Any:
    """Create an import of this file."""
    body = {"format": "csv", "size": len(file), "count": 2, "entity": {"type": "company"}, **more}
    response = http.post("/v0/imports", json=body)
    assert response.status_code == 201
    return response.json()


def put(url: str, file: bytes = FILE) -> int:
    """Upload a file to an import, without a key, and return the status."""
    return upload(url, file)


def get(http: httpx.Client, id: str) -> Any:
    """Read an import."""
    response = http.get(f"/v0/imports/{id}")
    assert response.status_code == 200
    return response.json()


def pages(http: httpx.Client, **query: Any) -> list[list[str]]:
    """Follow the cursors to the end and return the ids of each page."""
    found: list[list[str]] = []
    while True:
        page = http.get("/v0/imports", params=query).json()
        found.append([one["id"] for one in page["data"]])
        if page["nextCursor"] is None:
            return found
        query["cursor"] = page["nextCursor"]


def test_the_life_of_an_import(websets_emulator: Emulator, http: httpx.Client) -> None:
    """An import is processing before its upload, and completed some seconds after it."""
    made = announce(http, title="Trees", metadata={"a": "b"})
    seen = [made["status"]]
    websets_emulator.advance(0.2)
    seen.append(get(http, made["id"])["status"])
    websets_emulator.advance(600)
    seen.append(get(http, made["id"])["status"])
    assert put(made["uploadUrl"]) == 200
    websets_emulator.advance(5)
    seen.append(get(http, made["id"])["status"])
    websets_emulator.advance(5)
    last = get(http, made["id"])

    assert seen == ["pending", "processing", "processing", "processing"]
    shown = {name: value for name, value in made.items() if not name.startswith("upload")}
    assert last == {**shown, "status": "completed", "updatedAt": last["updatedAt"]}
    assert last["updatedAt"] > made["updatedAt"]
    assert (last["title"], last["count"], last["metadata"]) == ("Trees", 2, {"a": "b"})


def test_an_upload_needs_no_key_but_its_signature(http: httpx.Client) -> None:
    """The URL is on the same server, and is rejected without its signature, with a wrong one, or for another id."""
    first, second = announce(http), announce(http)
    url = first["uploadUrl"]
    plain, _, signature = url.partition("?signature=")

    assert url.startswith(str(http.base_url))
    assert "/v0/" not in url
    assert [put(one) for one in (plain, f"{plain}?signature=x", f"{plain}?signature={signature[::-1]}")] == [403] * 3
    assert put(f"{second['uploadUrl'].partition('?')[0]}?signature={signature}") == 403
    assert put(f"{http.base_url!s}uploads/x.csv?signature={signature}") == 403
    assert put(url) == 200


@pytest.mark.parametrize(("seconds", "status"), [(3600, 200), (3601, 403)])
def test_an_upload_url_expires_after_an_hour(
    seconds: float, status: int, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """After an hour the URL is rejected."""
    url = announce(http)["uploadUrl"]
    websets_emulator.advance(seconds)
    assert put(url) == status


def test_only_the_first_upload_counts(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A second upload is accepted and changes nothing."""
    made = announce(http)
    assert [put(made["uploadUrl"]), put(made["uploadUrl"], b"nonsense")] == [200, 200]
    websets_emulator.advance(10)
    assert get(http, made["id"])["status"] == "completed"


UNREADABLE: list[tuple[bytes, dict[str, Any], str]] = [
    (b"", {}, "invalid_file_content"),
    (b"url\n", {}, "invalid_file_content"),
    (b"\n\n", {}, "invalid_file_content"),
    (b"url\n\xff\n\xff\n", {}, "invalid_file_content"),
    (FILE, {"size": 7}, "invalid_file_content"),
    (FILE, {"count": 3}, "invalid_file_content"),
    (b'url\n"a\nb\n', {}, "invalid_format"),
    (b"url,name\na,b\nc\n", {}, "invalid_format"),
    (b'{"url": "a", "name": "b"}\n[1]\n', {}, "invalid_format"),
    (FILE, {"csv": {"identifier": 2}}, "missing_identifier"),
    (b"url,name\n,a\n ,b\n", {"csv": {"identifier": 0}}, "missing_identifier"),
]


@pytest.mark.parametrize(("file", "more", "reason"), UNREADABLE, ids=[str(file[:24]) for file, _, _ in UNREADABLE])
def test_a_file_that_cannot_be_read(
    file: bytes, more: dict[str, Any], reason: str, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """The import fails some seconds after the upload, with the reason and the time."""
    made = announce(http, file, **more)
    assert put(made["uploadUrl"], file) == 200
    early = get(http, made["id"])
    websets_emulator.advance(10)
    late = get(http, made["id"])

    assert (early["status"], early["failedReason"], early["failedAt"]) == ("pending", None, None)
    assert (late["status"], late["failedReason"]) == ("failed", reason)
    assert late["failedMessage"]
    assert late["failedAt"] == late["updatedAt"] > made["createdAt"]


READABLE = [
    FILE,
    b"\xef\xbb\xbfurl\r\na\r\nb\r\n",
    b"url\n\na\n\nb",
    'name\n"Tee, grün"\n"two\nlines"\n'.encode(),
]


@pytest.mark.parametrize("file", READABLE, ids=[str(file[:24]) for file in READABLE])
def test_files_as_programs_write_them(file: bytes, websets_emulator: Emulator, http: httpx.Client) -> None:
    """A byte order mark, any line ending, empty lines and quoted fields are accepted."""
    made = announce(http, file)
    put(made["uploadUrl"], file)
    websets_emulator.advance(10)
    assert get(http, made["id"])["status"] == "completed"


def test_a_large_file_is_read_and_not_kept(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Only the beginning of a large file is kept in `requests`; a small one is kept whole."""
    rows = 100_000
    large = b"url\n" + b"".join(b"https://example.com/%06d\n" % row for row in range(rows))
    made = announce(http, large, count=rows)
    put(made["uploadUrl"], large)
    put(announce(http)["uploadUrl"])
    websets_emulator.advance(10)
    kept, small = (request.body for request in websets_emulator.requests if request.method == "PUT")

    assert get(http, made["id"])["status"] == "completed"
    assert 0 < len(kept) < len(large) / 10
    assert large.startswith(kept)
    assert small == FILE


def test_a_fault_of_an_upload(websets_emulator: Emulator, http: httpx.Client) -> None:
    """A planned fault affects an upload like any other request, and the next one succeeds."""
    url = announce(http)["uploadUrl"]
    websets_emulator.fail(503, method="PUT", path="/uploads/*")
    assert [put(url), put(url)] == [503, 200]


@pytest.mark.parametrize("limit", [None, 3])
def test_imports_are_listed_newest_first(limit: int | None, http: httpx.Client) -> None:
    """Pages contain all imports, each once."""
    made = [announce(http)["id"] for _ in range(30)]
    found = pages(http, **({} if limit is None else {"limit": limit}))

    assert [id for page in found for id in page] == made[::-1]
    assert {len(page) for page in found} == ({25, 5} if limit is None else {limit})


def test_an_import_is_updated(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Title and metadata change, omitted fields keep their values, and the metadata is replaced as a whole."""
    made = announce(http, title="Trees", metadata={"a": "b"})
    websets_emulator.advance(1)
    changes: list[dict[str, Any]] = [{"title": "Shrubs"}, {"metadata": {"c": "d"}}, {"metadata": {}}]
    answers = [http.patch(f"/v0/imports/{made['id']}", json=change).json() for change in changes]

    assert [(one["title"], one["metadata"]) for one in answers] == [
        ("Shrubs", {"a": "b"}),
        ("Shrubs", {"c": "d"}),
        ("Shrubs", {}),
    ]
    assert answers[-1] == get(http, made["id"])
    assert answers[-1]["updatedAt"] > made["updatedAt"]


def test_an_import_is_deleted(websets_emulator: Emulator, http: httpx.Client) -> None:
    """The delete returns its last state; then the import is gone, and so is its URL."""
    made = announce(http)
    websets_emulator.advance(1)
    answer = http.delete(f"/v0/imports/{made['id']}")

    assert (answer.status_code, answer.json()["status"], answer.json()["id"]) == (200, "processing", made["id"])
    assert (http.get(f"/v0/imports/{made['id']}").status_code, put(made["uploadUrl"])) == (404, 403)
    assert pages(http) == [[]]


@pytest.mark.parametrize(
    ("file", "status"),
    [
        (b'url,raw\na.com,"' + b'""k"", ' * 50_000 + b'"\r\n"b.com","x\ny"\n', "completed"),
        (b'url,raw\n"a.com",5" pipe\n\nb.com,', "completed"),
        (b'url,raw\na.com,x\nb.com,"x', "failed"),
        (b'url,raw\na.com,x\nb.com,"x"y', "failed"),
    ],
    ids=["long", "literal quotes", "a quote that is not closed", "text behind a quote"],
)
def test_cells(file: bytes, status: str, websets_emulator: Emulator, http: httpx.Client) -> None:
    """A cell may be long and contain line breaks and quotes."""
    made = announce(http, file)
    assert put(made["uploadUrl"], file) == 200
    websets_emulator.advance(20)
    assert get(http, made["id"])["status"] == status


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_an_unknown_import(method: str, http: httpx.Client) -> None:
    """An unknown id is a 404."""
    answer = http.request(method, "/v0/imports/import_x", json={}).json()
    assert (answer["statusCode"], answer["message"]) == (404, "Import not found")


@pytest.mark.parametrize(
    "change",
    [
        {"size": 50_000_001},
        {"size": -1},
        {"count": -1},
        {"count": "2"},
        {"format": "xlsx"},
        {"entity": None},
        {"csv": {"identifier": -1}},
        {"x": 1},
    ],
    ids=str,
)
def test_an_invalid_import(change: dict[str, Any], strict_http: httpx.Client) -> None:
    """An invalid body, such as a file above the size limit, is a 400 and creates nothing."""
    body = {"format": "csv", "size": 50_000_000, "count": 2, "entity": {"type": "company"}}
    assert strict_http.post("/v0/imports", json={**body, **change}).status_code == 400
    assert pages(strict_http) == [[]]
    assert strict_http.post("/v0/imports", json=body).status_code == 201
