"""Fuzz everything that parses untrusted input. Inputs are mutations of recorded data, made by atheris.

A target may only raise its documented errors. The exit code is 1 if a target raises another error, in which case the
input is kept, and 2 if nothing could be run.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import io
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from attrs import frozen
from common.paths import ROOT, SCRIPTS

RECORDED = ROOT / "tests" / "data" / "recorded"
STATUSES = (200, 201, 204, 302, 400, 401, 403, 404, 429, 500, 503, 520)
LONGEST = 65_536
ID = "webset_1"


@frozen
class Target:
    """A parser of bytes and its seed inputs."""

    run: Callable[[bytes], None]
    seeds: Callable[[], Iterator[bytes]]


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="scripts/fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"one of {', '.join(TARGETS)} (default: all)")
    parser.add_argument(
        "--runs", type=int, default=20_000, metavar="N", help="number of inputs for each target (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="seed of the inputs (default: %(default)s)")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if unknown := [name for name in arguments.targets if name not in TARGETS]:
        parser.error(f"unknown target: {', '.join(unknown)}; the targets are {', '.join(TARGETS)}")
    if arguments.runs < 1:
        parser.error("--runs must be at least 1")
    names = arguments.targets or [*TARGETS]
    if arguments.inside:
        return inside(names[0], arguments.runs, arguments.seed)
    print(f"{'target':10}{'runs':>10}{'seconds':>9}{'branches':>10}  result")
    return max([outside(name, arguments.runs, arguments.seed) for name in names])


def outside(name: str, runs: int, seed: int) -> int:
    """Fuzz a target in another process, because the fuzzer exits its process, and print a line of results."""
    command = [sys.executable, str(SCRIPTS), "endurance.fuzz", "--inside", name, f"--runs={runs}", f"--seed={seed}"]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    found = {key: int(value) for key, value in re.findall(r"^stat::(\w+):\s+(\d+)", done.stderr, re.MULTILINE)}
    seconds = re.search(r"^Done \d+ runs in (\d+) second", done.stderr, re.MULTILINE)
    branches = re.findall(r"\bcov: (\d+)", done.stderr)
    result = "passed" if done.returncode == 0 else "failed"
    executed = found.get("number_of_executed_units", 0)
    print(
        f"{name:10}{executed:>10,}{seconds[1] if seconds else '-':>9}{branches[-1] if branches else '-':>10}  {result}"
    )
    if done.returncode:
        print(done.stdout[-2000:], done.stderr[-2000:], sep="\n", file=sys.stderr)
    return 2 if done.returncode == 2 else min(done.returncode, 1)


def inside(name: str, runs: int, seed: int) -> int:
    """Fuzz a target; the fuzzer exits the process."""
    try:
        atheris: Any = importlib.import_module("atheris")
    except ImportError:
        print("atheris is not installed; run scripts/fuzz, which creates an environment with it", file=sys.stderr)
        return 2
    target = TARGETS[name]
    with atheris.instrument_imports(include=["exa_websets", "exa_websets_generated"]):
        for content in target.seeds():  # load the modules that are imported on first use
            target.run(content)
    with tempfile.TemporaryDirectory(prefix="exa-websets-fuzz-") as folder:
        for number, content in enumerate(target.seeds()):
            (Path(folder) / str(number)).write_bytes(content)
        options = [
            f"-runs={runs}",
            f"-seed={seed}",
            f"-max_len={LONGEST}",
            "-print_final_stats=1",
            "-rss_limit_mb=2048",
        ]
        artifacts = f"-artifact_prefix={Path(tempfile.gettempdir()) / f'exa-websets-{name}-'}"
        atheris.Setup([sys.argv[0], folder, *options, artifacts], target.run)
        atheris.Fuzz()
    return 0


def read_event(data: bytes) -> None:
    """Verify an event, once with the first line as the signature header and once with a valid signature."""
    from exa_websets import WebhookVerificationError, webhooks

    header, _, body = data.partition(b"\n")
    for signature in (header.decode("latin-1"), webhooks.sign(body, "secret")):
        try:
            event = webhooks.verify(body, signature, "secret")
        except WebhookVerificationError:
            continue
        webhooks.webset_id(event)


def read_answer(data: bytes) -> None:
    """Parse a response; the first byte selects the call and the status, the rest is the body."""
    import httpx
    from exa_websets import WebsetsClient, WebsetsError

    first = data[0] if data else 0
    status, kind = STATUSES[first % len(STATUSES)], first // len(STATUSES)

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, content=data[1:], headers={b"retry-after": data[1:9]})

    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        client = WebsetsClient("key", http_client=http, max_retries=0, base_url="https://api.example")
        reads: list[Callable[[], object]] = [
            lambda: client.websets.get(ID, expand=["items"]),
            lambda: client.websets.cancel(ID, max_retries=0),
            lambda: client.events.list(),
            lambda: client.items.list(ID),
            lambda: client.monitors.get(ID),
        ]
        try:
            reads[kind % len(reads)]()
        except WebsetsError as error:
            str(error)


def count_rows(data: bytes) -> None:
    """Count the rows of a CSV file, and compare the count with the csv module."""
    from exa_websets._imports.csv_file import open_csv

    with open_csv(io.BytesIO(data)) as file:
        try:
            file.scan()
        except ValueError:
            return
        content = b"".join(file.chunks())
    if content != data:
        raise AssertionError("the file is not sent unchanged")
    rows = sum(1 for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")) if row)
    if rows - 1 != file.rows:
        raise AssertionError(f"{file.rows} rows were counted, but there are {rows - 1}")


def _answers() -> Iterator[bytes]:
    for path in sorted(RECORDED.glob("*.json")):
        recorded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        yield json.dumps(recorded["doc"]).encode()


def _calls() -> Iterator[bytes]:
    for number, body in enumerate(_answers()):
        document: dict[str, Any] = json.loads(body)
        about = {**document, "id": ID} if "id" in document else document  # a response about another object is rejected
        yield bytes([number % 60]) + json.dumps(about).encode()


def _events() -> Iterator[bytes]:
    types = ("webset.created", "webset.idle", "webset.search.completed", "webset.item.created", "monitor.run.created")
    for number, body in enumerate(_answers()):
        envelope = {
            "id": "event_1",
            "object": "event",
            "createdAt": "2025-11-23T17:15:22.175Z",
            "data": json.loads(body),
        }
        event = json.dumps({**envelope, "type": types[number % len(types)]})
        yield b"t=1763918122,v1=00\n" + event.encode()


def _tables() -> Iterator[bytes]:
    yield from (b"name,url\nAmber,https://amber.example\n", b'\xef\xbb\xbfa;b\r\n"1\n""2""",3\r\n\r\n4', b'"a,b\nc,d')


TARGETS = {
    "events": Target(read_event, _events),
    "answers": Target(read_answer, _calls),
    "tables": Target(count_rows, _tables),
}
