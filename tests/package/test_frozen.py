"""Programs frozen with PyInstaller, as a directory or a single file, work like the installed package."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path

import pytest
from exa_websets.emulator import Emulator
from support.caller import KEY
from support.internals import cli_commands
from support.paths import ROOT

PROGRAM = """
import sys
if sys.argv[1] != "core":
    from exa_websets.cli import main
    raise SystemExit(main())

import pickle
import anyio
from exa_websets import AsyncWebsetsClient, NotFoundError, WebsetsClient, deadline, found, verify_archive, webhooks

TEA = {"search": {"query": "tea", "count": 1}}
directory = sys.argv[2]
with WebsetsClient() as client:
    webset = client.websets.create(TEA)
    assert client.websets.cancel_and_wait(webset.id).status == "idle"
    with client.websets.run(TEA, until=deadline(seconds=0.2)) as run:
        handle = pickle.loads(pickle.dumps(run.handle()))
        run.wait()
    *_, snapshot = client.websets.watch(handle.id, until=found(1))
    assert snapshot.webset.status == "idle"
    assert not list(client.items.rows(webset.id)) and client.items.export(webset.id, directory + ".csv") == 0
    assert client.events.list().data[0].type_ == "webset.idle"
    assert client.archive(directory).failed == {}
    assert verify_archive(directory).problems == ()
    try:
        client.websets.get("x")
    except NotFoundError as error:
        pickle.loads(pickle.dumps(error))

async def main():
    async with AsyncWebsetsClient() as client:
        async with client.websets.run(TEA, until=deadline(seconds=0.2)) as run:
            await run.wait()
        [outcome] = await client.websets.cancel_many([run.id])
        assert outcome.error is None
        assert (await client.archive(directory)).failed == {}

anyio.run(main)
print("done")
"""
# Both kinds share one analysis.
SPEC = """
analysis = Analysis(["program.py"])
archive = PYZ(analysis.pure)
EXE(archive, analysis.scripts, analysis.binaries, analysis.datas, name="onefile")
folder = EXE(archive, analysis.scripts, exclude_binaries=True, name="onedir")
COLLECT(folder, analysis.binaries, analysis.datas, name="folder")
"""


def run(*command: str | Path, folder: Path = ROOT, settings: Mapping[str, str] | None = None) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "EXA_"))}
    words, environment = [str(part) for part in command], {**clean, **(settings or {})}
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=folder, env=environment, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the paths of programs frozen in an environment with the core, the command line and PyInstaller."""
    folder = tmp_path_factory.mktemp("frozen")
    venv.create(folder / "env")
    python = folder / "env" / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check", "install")
    run(*pip, "--quiet", "--no-compile", f"{ROOT}[cli]", "pyinstaller>=6.10")
    (folder / "program.py").write_text(PROGRAM)
    (folder / "program.spec").write_text(SPEC)
    run(python, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", "program.spec", folder=folder)
    (folder / "env").rename(folder / "moved")  # frozen programs must not depend on the environment
    return {"onefile": folder / "dist" / "onefile", "onedir": folder / "dist" / "folder" / "onedir"}


@pytest.mark.packaging
@pytest.mark.parametrize("kind", ["onedir", "onefile"])
def test_a_frozen_program(kind: str, frozen: dict[str, Path], websets_emulator: Emulator, tmp_path: Path) -> None:
    """A frozen program cancels, runs, watches, exports and archives, through both clients and the command line."""
    settings = {"EXA_API_KEY": KEY, "EXA_WEBSETS_BASE_URL": websets_emulator.base_url}
    program, directory = frozen[kind], str(tmp_path / "archive")
    assert run(program, "core", directory, settings=settings) == "done\n"
    assert "API document of" in run(program, "--version", settings=settings)
    if kind == "onefile":  # it has the same modules, and unpacks them at each start
        return
    for arguments in (["list", "--json"], ["active"], ["archive", directory], ["archive", directory, "--verify"]):
        run(program, *arguments, settings=settings)
    for command in {*cli_commands()} - {"emulate", "export"}:  # one needs another extra, one is in a group
        assert "Usage:" in run(program, command, "--help", settings=settings)


def test_every_command_is_imported_by_name() -> None:
    """PyInstaller finds imports without running the code, so every lazily loaded command is also imported by name."""
    text = (ROOT / "overrides" / "exa_websets" / "cli" / "__init__.py").read_text()
    assert [name for name in cli_commands() if f" {name} as {name}," not in text] == []
