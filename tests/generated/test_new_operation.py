"""An operation added to the description works everywhere, without writing Python code."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.paths import DATA, ROOT
from support.readme import blocks

pytestmark = pytest.mark.packaging

OPERATION, IN_THE_ROOT = (block.text for block in blocks("yaml", ROOT / "openapi" / "README.md"))
ANOTHER_PATH = '  /v0/notes: {$ref: "team_notes.yaml#/paths/~1v0~1notes"}\n'
PROGRAM = '''
import asyncio
import json

import httpx
from exa_websets import AsyncWebsetsClient, WebsetsClient
from exa_websets.models import Note, NoteInput
from exa_websets.params import NoteInput as NoteDict
from exa_websets_generated.api.notes import notes_create

sent: list[tuple[str, str, object]] = []


def answer(request: httpx.Request) -> httpx.Response:
    """Answer as a service that has two pages of notes."""
    body = json.loads(request.content or "null")
    sent.append((request.method, request.url.raw_path.decode(), body))
    if body:
        return httpx.Response(201, json={**body, "author": {"name": "Ann"}})
    text, cursor = ("second", None) if "cursor" in request.url.params else ("first", "next")
    note = {"text": text, "author": {"name": "Ben"}}
    return httpx.Response(200, json={"data": [note], "hasMore": bool(cursor), "nextCursor": cursor})


def tell(note: Note) -> str:
    return f"{note.author.name}: {note.text}"


def with_sync() -> list[str]:
    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        client = WebsetsClient("any key", http_client=http)
        dictionary: NoteDict = {"text": "a dictionary"}
        made = [
            client.notes.create("tea/2026", dictionary, notify=True),
            client.notes.create("tea/2026", NoteInput(text="a model"), timeout=5),
        ]
        return [tell(note) for note in [*made, *client.notes.list().data, *client.notes.list_all()]]


async def with_async() -> list[str]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
        client = AsyncWebsetsClient("any key", http_client=http)
        made = await client.notes.create("tea/2026", {"text": "a dictionary"}, notify=True)
        return [tell(made), *[tell(note) async for note in client.notes.list_all()]]


def with_raw() -> list[str]:
    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        client = WebsetsClient("any key", http_client=http)
        note = notes_create.sync("tea/2026", client=client.raw, body=NoteInput(text="raw"), notify=False)
        return [tell(note)] if isinstance(note, Note) else []


def with_pydantic() -> list[str]:
    from exa_websets.pydantic import Note, NoteInput

    body = NoteInput(text="pydantic").model_dump()
    note = Note.model_validate({**body, "author": {"name": "Ann"}})
    return [f"{note.author.name}: {note.text}"]


if __name__ == "__main__":
    told = {"sync": with_sync(), "async": asyncio.run(with_async()), "raw": with_raw(), "pydantic": with_pydantic()}
    print(json.dumps({**told, "sent": sent}))
'''
MISTAKES = """
from exa_websets import WebsetsClient

with WebsetsClient() as client:
    client.notes.create("tea/2026", {"txt": "misspelt"})
    client.notes.create("tea/2026", {"text": "of another type"}, notify="yes")
    client.notes.update("tea/2026")
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A regenerated copy of the checkout, with two more description files that the root refers to."""
    root = tmp_path_factory.mktemp("checkout")
    for folder in ("openapi", "scripts", "generated", "overrides"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", root)
    (root / "openapi" / "notes.yaml").write_text(OPERATION)
    shutil.copy(DATA / "new_list.yaml", root / "openapi" / "team_notes.yaml")
    document = root / "openapi" / "websets.yaml"
    tags, paths = IN_THE_ROOT.removeprefix("tags:\n").split("paths:\n")
    text = document.read_text().replace("\npaths:\n", f"\npaths:\n{paths}{ANOTHER_PATH}", 1)
    document.write_text(text.replace("\ntags:\n", f"\ntags:\n{tags}", 1))
    run(root, "scripts", "generation.regenerate")
    return root


def run(root: Path, *arguments: str, code: int = 0) -> str:
    """Run Python in a checkout, using its packages instead of the installed ones, and return the output."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(["generated", "overrides"])}
    environment = {**environment, "PYTHONDONTWRITEBYTECODE": "1", "MYPYPATH": environment["PYTHONPATH"]}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=root, capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == code, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def output(checkout: Path) -> dict[str, Any]:
    """Return the output of the program, which is JSON."""
    (checkout / "program.py").write_text(PROGRAM)
    output: dict[str, Any] = json.loads(run(checkout, "-W", "error", "program.py"))
    return output


@pytest.mark.parametrize(
    ("door", "notes"),
    {
        "sync": ["Ann: a dictionary", "Ann: a model", "Ben: first", "Ben: first", "Ben: second"],
        "async": ["Ann: a dictionary", "Ben: first", "Ben: second"],
        "raw": ["Ann: raw"],
        "pydantic": ["Ann: pydantic"],
    }.items(),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_new_operation_can_be_called(output: dict[str, Any], door: str, notes: list[str]) -> None:
    """Both clients, the raw layer and the pydantic door have the operation, its list, and its nested models."""
    assert output[door] == notes


def test_a_new_operation_sends_what_is_described(output: dict[str, Any]) -> None:
    """The path is quoted, query and body match the description, and a list requests its next page."""
    notes, note = "/websets/v0/websets/tea%2F2026/notes", "/websets/v0/notes"
    assert output["sent"] == [
        ["POST", f"{notes}?notify=true", {"text": "a dictionary"}],
        ["POST", notes, {"text": "a model"}],
        *[["GET", note, None]] * 2,
        ["GET", f"{note}?cursor=next", None],
        ["POST", f"{notes}?notify=true", {"text": "a dictionary"}],
        ["GET", note, None],
        ["GET", f"{note}?cursor=next", None],
        ["POST", f"{notes}?notify=false", {"text": "raw"}],
    ]


def test_a_new_operation_is_in_the_table(checkout: Path) -> None:
    """The table has one more row for each operation, and the other rows are unchanged."""
    old, new = ((root / "generated" / "README.md").read_text().splitlines() for root in (ROOT, checkout))
    rows = [line for line in new if line not in old]
    assert rows == [
        "| `notes.create(webset, body, notify=)` | `POST /v0/websets/{webset}/notes` | Note something about a Webset |",
        "| `notes.list(cursor=)` | `GET /v0/notes` | List the notes of the team |",
    ]
    assert [line for line in new if line not in rows] == old


def test_a_type_checker_knows_a_new_operation(checkout: Path) -> None:
    """`mypy --strict` accepts a program that calls it, and reports each mistake in another one."""
    (checkout / "program.py").write_text(PROGRAM)
    (checkout / "mistakes.py").write_text(MISTAKES)
    # A separate cache, because these modules differ from those of the checkout.
    options = ("--strict", "--no-error-summary", f"--cache-dir={ROOT / '.mypy_cache' / 'new-operation'}")
    found = run(checkout, "-m", "mypy", *options, "program.py", "mistakes.py", code=1)
    places = re.findall(r"^(.+?):(\d+): error", found, re.MULTILINE)
    mistakes = [number for number, line in enumerate(MISTAKES.splitlines(), 1) if "client.notes" in line]
    assert {(file, int(number)) for file, number in places} == {("mistakes.py", number) for number in mistakes}
