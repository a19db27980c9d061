"""Text files are never read or written in the default encoding of the platform."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import httpx
from exa_websets.emulator import Emulator
from support.command_line import settings
from support.emulator_calls import FILE, TEA, create

PROGRAM = """
import sys
from exa_websets import WebsetsClient, verify_archive
from exa_websets.cli import main

with WebsetsClient() as client:
    for name in ("items.csv", "items.jsonl"):
        assert client.items.export(sys.argv[1], name) == 1
    assert client.archive("archive").is_complete
    assert client.archive("archive").is_complete
    assert verify_archive("archive").problems == ()
    client.imports.upload("file.csv", entity={"type": "company"})
commands = (
    f"items export {sys.argv[1]} exported.csv",
    f"rows {sys.argv[1]} --csv",
    f"rows {sys.argv[1]} --json",
    "archive archive --json",
    "archive archive --verify",
    "run body.json --external-id tea --export run.csv",
    "run body.yaml --external-id tea --export run.jsonl",
)
for command in commands:
    sys.argv[1:] = command.split()
    try:
        main()
    except SystemExit as ended:
        assert not ended.code, command
"""


def test_every_text_file_is_opened_with_an_encoding(
    websets_emulator: Emulator, http: httpx.Client, tmp_path: Path
) -> None:
    """No file is opened without an explicit encoding, which would raise an `EncodingWarning` here."""
    id = create(http, TEA, externalId="tea")
    websets_emulator.advance(60)
    (tmp_path / "file.csv").write_bytes(FILE)
    for name in ("body.json", "body.yaml"):
        (tmp_path / name).write_text(json.dumps(TEA), "utf-8")

    done = subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", "-W", "error::EncodingWarning", "-c", PROGRAM, id],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
        env={**os.environ, **settings(websets_emulator.base_url)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    written = {str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file()}
    assert written > {"items.csv", "items.jsonl", "exported.csv", "run.csv", "run.jsonl", "archive/manifest.json"}
