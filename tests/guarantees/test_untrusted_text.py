"""Guarantee 9: text of the service is harmless in a terminal, also in tracebacks and logs."""

from __future__ import annotations

import csv
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from exa_websets import APIStatusError, WebsetsError
from support.caller import Caller
from support.command_line import START, Done, run, settings
from support.http_service import served
from support.internals import cli_traceback_lines
from support.item_pages import ItemPages, company, enrichment, result
from support.recordings import recorded

HARMFUL: dict[str, str] = {
    "window title": "\x1b]0;pwned\x07",
    "clipboard": "\x1b]52;c;cHduZWQ=\x1b\\",
    "clear screen": "\x1b[2J\x1b[H",
    "C1 sequence": "\x9b31m\x90",
    "carriage return": "\rFAKE LINE",
    "line feed": "\nFAKE LINE",
    "tab": "\tFAKE CELL",
    "line separators": "\u2028FAKE LINE\u2029\x85\x0b\x0cFAKE LINE",
    "backspace": "safe\x08\x08\x08\x08\x7f\x7f",
    "null": "\x00",
    "bidi override": "\u202egnp.exe\u202c",
    "bidi isolate": "\u2066a\u2067b\u2068c\u2069\u200e\u200f\u061c",
    "zero width": "\u200b\u200c\u200d\u2060\ufeff\u00ad",
    "tags": "\U000e0041\U000e007f",
    "lone surrogate": "\ud800",
    "markup": "[red]x[/red][link=https://evil.example]y[/link][/]",
    "emoji name": ":tea:",
}
# These are valid in ids of requests; other harmful ids occur in answers only.
HARMFUL_IN_PATHS = ("bidi override", "bidi isolate", "zero width", "tags", "markup", "emoji name")
COMMANDS: dict[str, list[str]] = {
    "get": ["get", "x"],
    "get --json": ["get", "x", "--json"],
    "list": ["list"],
    "list --json": ["list", "--json"],
    "active": ["active"],
    "active --json": ["active", "--json"],
    "cancel": ["cancel", "x"],
    "cancel --json": ["cancel", "x", "--json"],
    "cancel --wait": ["cancel", "x", "--timeout", "1s"],
    "cancel two": ["cancel", "x", "y", "--yes"],
    "cancel --dry-run": ["cancel", "--all-running", "--dry-run"],
    "rows": ["rows", "x"],
    "rows --json": ["rows", "x", "--json"],
    "drift": ["drift", "x"],
    "items export": ["items", "export", "x", "items.csv"],
    "follow": ["follow", "x", "--updates", "--cancel-after", "0.1s"],
    "watch": ["watch", "x", "--cancel-after", "0.1s"],
    "watch --json": ["watch", "x", "--json", "--cancel-after", "0.1s"],
    "run": ["run", "--query", "tea", "--cancel-after", "0.1s"],
    "archive": ["archive", "out"],
    "archive --json": ["archive", "out", "--json"],
}
INVISIBLE = (
    *(
        "",
        " ",
        "\xa0",
        "\xad",
        "\x00",
        "\x1f",
        "\x7f",
        "\x85",
        "\u034f",
        "\u061c",
        "\u1680",
        "\u180e",
        "\u200b",
        "\u200c",
    ),
    *("\u200e", "\u2028", "\u202e", "\u2060", "\u2066", "\u2800", "\u3000", "\u3164", "\ufe0f", "\ufeff", "\U000e0041"),
)
SGR = re.compile("\x1b\\[[0-9;]*m")
# The number of cells in each line that these print without a terminal, with a tab between them.
LISTINGS = {"get": 5, "list": 6, "active": 7}
# The escape sequences that rich draws a live view with.
LIVE = re.compile("\x1b\\[(\\?25[lh]|1A|2K)|\r")


class HarmfulService:
    """Has one Webset, with harmful text in each of its fields, that runs until it is canceled."""

    def __init__(self, text: str, id: str) -> None:
        self.text = text
        self.id = id
        self.is_canceled = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.is_canceled = self.is_canceled or path.endswith("/cancel")
        if request.method == "GET" and path.endswith("/websets"):
            return self.page(self.webset("x"))
        if path.endswith("/items"):
            return self.page(self.item())
        if request.method == "GET" and not path.startswith("/v0/websets/"):
            return self.page()
        asked = path.split("/")[3] if path.startswith("/v0/websets/") else json.loads(request.content)["externalId"]
        return httpx.Response(200, content=json.dumps(self.webset(asked)))

    def webset(self, asked: str) -> dict[str, Any]:
        text, is_canceled = self.text, self.is_canceled
        answer: dict[str, Any] = {
            **recorded("websets_get_running_progress").answer,
            "id": self.id,
            "externalId": None if asked == self.id else asked,
            "status": "idle" if is_canceled else f"running{text}",
            "title": text,
            "metadata": {text: text},
            f"new{text}": text,
        }
        [first] = answer["searches"]
        search = {**first, "id": text, "query": text, "status": "canceled" if is_canceled else text}
        answer["searches"] = [{**search, "canceledReason": text}]
        answer["enrichments"] = [{**enrichment(text, text, text), "status": "canceled" if is_canceled else text}]
        return answer

    def item(self) -> dict[str, Any]:
        return company(self.text, result(self.text, self.text), name=self.text)

    def page(self, *data: Any) -> httpx.Response:
        return httpx.Response(200, content=json.dumps({"data": data, "hasMore": False, "nextCursor": None}))


FAILURES: dict[str, Callable[[str], httpx.Response]] = {
    "message": lambda text: httpx.Response(418, content=json.dumps({"message": text, "requestId": text})),
    "error": lambda text: httpx.Response(402, content=json.dumps({"error": f"no{text}", "tag": text})),
    "page": lambda text: httpx.Response(403, text=f"<title>{text}</title>".encode("utf-8", "replace").decode()),
    "plain text": lambda text: httpx.Response(404, content=text.encode("utf-8", "replace")),
    "misfit": lambda text: httpx.Response(200, content=json.dumps({"id": text, "status": [text], "data": text})),
    "not JSON": lambda text: httpx.Response(200, content=b"{" + text.encode("utf-8", "replace")),
}


def check(done: Done, name: str, allowed: re.Pattern[str] = SGR) -> None:
    """Fail if an output has anything but printable characters and line feeds."""
    for output in (done.out, done.err):
        for line in allowed.sub("", output).split("\n"):
            assert line.isprintable(), ascii(line)
            # A cell of a CSV file may have several lines.
            assert "--csv" in name or not line.lstrip(" |").startswith("FAKE LINE"), ascii(line)
    if "--json" not in name:
        assert "🍵" not in done.out + done.err


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # pyright: ignore[reportUnusedFunction]
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("harms", [[*HARMFUL], HARMFUL_IN_PATHS], ids=["all", "in paths"])
def test_harmful_answers(harms: Sequence[str], command: str) -> None:
    """No field of an answer controls the terminal or adds a line."""
    text = "".join(HARMFUL[harm] for harm in harms)
    # If the command requests the Webset again by its id, the id has to be valid.
    is_read_once = COMMANDS[command][0] in ("get", "list", "active", "drift") or command in ("cancel", "cancel --json")
    id = f"ws_{text}" if harms == HARMFUL_IN_PATHS or is_read_once else "ws_1"
    with served(HarmfulService(text, id)) as service:
        done = run(service, *COMMANDS[command], FORCE_COLOR="" if "--json" in command else "1")
    tabs = "|\t" if command in LISTINGS else ""
    check(done, command, re.compile(f"{SGR.pattern}|{LIVE.pattern}{tabs}"))
    assert not tabs or {line.count("\t") + 1 for line in done.out.splitlines()} == {LISTINGS[command]}
    assert "Traceback" not in done.err


@pytest.mark.parametrize("debug", [[], ["--debug"]], ids=["plain", "debug"])
@pytest.mark.parametrize(
    ("failure", "text"),
    [
        *(pytest.param("message", HARMFUL[harm], id=f"message-{harm}") for harm in HARMFUL),
        *(pytest.param(failure, "".join(HARMFUL.values()), id=failure) for failure in FAILURES),
    ],
)
def test_messages(failure: str, text: str, debug: list[str]) -> None:
    """An error is one line, and with --debug also a traceback, whatever its message and notes are."""
    with served(lambda request: FAILURES[failure](text)) as service:
        # A cancel whose answer is not JSON would be retried.
        for name in ("get", "active --json" if failure == "not JSON" else "cancel --json"):
            done = run(service, *debug, *COMMANDS[name])
            assert done.code == 1
            check(done, name)
            assert ("Traceback" in done.err) == bool(debug)


@pytest.mark.parametrize("harm", HARMFUL)
def test_request_ids(harm: str) -> None:
    """A request id is truncated to 100 characters and escaped, whether from the body or the header."""
    text = HARMFUL[harm].encode("utf-8", "replace").decode().translate({0: None, 10: None, 13: None})
    body = json.dumps({"requestId": HARMFUL[harm] + "r" * 500})
    for answer in (
        httpx.Response(400, headers=[(b"x-request-id", (text + "r" * 500).encode())]),
        httpx.Response(400, content=body),
        httpx.Response(200, content=body),
    ):

        def send(request: httpx.Request, answer: httpx.Response = answer) -> httpx.Response:
            return answer

        with pytest.raises(WebsetsError) as caught:
            Caller("sync")(lambda client: client.websets.get("x"), handler=send)
        id: str = vars(caught.value)["request_id"]
        assert id.isprintable()
        assert len(id) == 100
        assert id.endswith("rrr...")
        if isinstance(caught.value, APIStatusError):
            assert f"request id {id}]" in str(caught.value)


def at_a_terminal(service: Any, *arguments: str) -> str:
    """Run a command whose output is a terminal, and return the characters that were written to it."""
    leader, follower = pty.openpty()
    code = [sys.executable, "-W", "error", "-c", START, *arguments]
    environment = {**os.environ, **settings(service.base_url), "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(code, stdin=follower, stdout=follower, stderr=follower, env=environment) as process:
        os.close(follower)
        output = b""
        try:
            while piece := os.read(leader, 65536):
                output += piece
        except OSError:  # the terminal was closed
            pass
        os.close(leader)
        process.wait(30)
    return output.decode()


@pytest.mark.parametrize("command", ["rows", "rows --csv", "watch", "archive", "get", "list", "active"])
def test_at_a_terminal(command: str) -> None:
    """Tables, live views and CSV are escaped too."""
    arguments = COMMANDS.get(command) or command.replace("rows", "rows x").split()
    with served(HarmfulService("".join(HARMFUL.values()), "ws_1")) as service:
        output = at_a_terminal(service, *arguments)
    assert "pwned" in output or command == "archive"
    check(Done(0, output, ""), command, re.compile(f"{SGR.pattern}|{LIVE.pattern}"))


@pytest.mark.parametrize("harm", HARMFUL)
def test_tracebacks(harm: str) -> None:
    """Causes, contexts, notes and groups of exceptions are shown, and each message is one line."""
    text = HARMFUL[harm]
    try:
        try:
            try:
                raise KeyError(text)
            except KeyError as first:
                raise ValueError(f"second {text}") from first
        except ValueError as second:
            second.add_note(f"a note {text}")
            raise ExceptionGroup(f"third {text}", [OSError(text), ValueError(f"inner {text}")])  # noqa: B904
    except ExceptionGroup as error:
        lines = cli_traceback_lines(error)
    check(Done(1, "", "\n".join(lines)), "")
    kinds = [match[1] for line in lines if (match := re.match(r"(?:  \| )?builtins\.(\w+): ", line))]
    assert kinds == ["KeyError", "ValueError", "ExceptionGroup", "OSError", "ValueError"]
    assert [line for line in lines if line.startswith("  a note")]


CELLS: dict[str, str] = {
    **{f"{invisible}{sign}1+1": f"'{invisible}{sign}1+1" for invisible in INVISIBLE for sign in "=+-@"},
    **{f"tea{separator}=A1": f"tea{separator}'=A1" for separator in ("\t", "\r", "\n", "\r\n", ";", ";;", "\n\n")},
    "tea; \u200e=A1": "tea;' \u200e=A1",
    "\t=A1": "'\t'=A1",
    "\uff1dA1": "'\uff1dA1",
    "\ufe66A1": "'\ufe66A1",
    "-1": "-1",
    "1; -2; +3.5": "1; -2; +3.5",
    "two\nlines; and, more": "two\nlines; and, more",
    "\u200etea": "\u200etea",
    "Teas:\n- green\n- black": "Teas:\n- green\n- black",
    "Teas:\n- cmd|' /C calc'!A0": "Teas:\n'- cmd|' /C calc'!A0",
    "Teas:\n-1+cmd|' /C calc'!A0": "Teas:\n'-1+cmd|' /C calc'!A0",
}


def test_cells_of_spreadsheets(tmp_path: Path) -> None:
    """No part of a cell is a formula, not even after invisible characters, and other text is unchanged."""
    items = [company(f"i{n}", name=text) for n, text in enumerate(CELLS)]
    Caller("sync")(lambda client: client.items.export("x", tmp_path / "x.csv"), handler=ItemPages(items, page=100))
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        names = {row["id"]: row["name"] for row in csv.DictReader(file)}
    assert [*names.values()] == [*CELLS.values()]


def test_the_log() -> None:
    """Log messages that Python prints without handlers are escaped too."""
    text = "".join(HARMFUL.values())
    code = f"import atexit, logging; atexit.register(logging.getLogger('exa_websets').error, {text!a}); {START}"
    command = [sys.executable, "-c", code, "archive", "missing", "--verify"]
    done = subprocess.run(command, capture_output=True, timeout=30, check=False)
    assert b"pwned" in done.stderr
    check(Done(done.returncode, done.stdout.decode(), done.stderr.decode()), "")
