"""`lint-imports` enforces the import rules in pyproject.toml."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.paths import ROOT

LINT = Path(sys.executable).with_name("lint-imports")
ROOMS = "rooms of the package"
CLIENTS = "only the package itself names its two clients"
PURE = "what a Webset means is decided without a connection"


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of both packages, the scripts and the rules."""
    root = tmp_path_factory.mktemp("checkout")
    for name in ("overrides", "generated", "scripts"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def broken_contracts(root: Path) -> list[str]:
    """Return the names of the contracts that a source tree breaks."""
    paths = [str(root / name) for name in ("overrides", "generated", "scripts")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    command = [str(LINT), "--no-cache"]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    broken = [line.removesuffix(" BROKEN") for line in done.stdout.splitlines() if line.endswith(" BROKEN")]
    assert done.returncode == (1 if broken else 0), done.stdout + done.stderr
    return broken


@pytest.mark.packaging
@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("overrides/exa_websets/_http/retries.py", "from .._websets.status import is_finished", ROOMS),
        (
            "overrides/exa_websets/_websets/status.py",
            "if TYPE_CHECKING:\n    from .._sync.client import WebsetsClient",
            ROOMS,
        ),
        ("overrides/exa_websets/_sync/poll.py", "from .._async.poll import Poll", ROOMS),
        ("overrides/exa_websets/_http/config.py", "from ..cli import main", ROOMS),
        ("overrides/exa_websets/emulator/_wire/paths.py", "from .._views import items", "rooms of the emulator"),
        (
            "overrides/exa_websets/cli/_output/printing.py",
            "from .._session import Session",
            "rooms of the command line",
        ),
        ("overrides/exa_websets/cli/_session.py", "from .._sync.client import WebsetsClient", CLIENTS),
        ("overrides/exa_websets/_websets/active.py", "import httpx", PURE),
        ("overrides/exa_websets/_async/poll.py", "import asyncio", "what is written once knows no event loop"),
        ("scripts/description/bundle.py", "from contracts.shapes import ContractError", "rooms of the scripts"),
    ],
    ids=lambda value: str(value).splitlines()[-1].strip(),
)
def test_an_import_that_a_rule_forbids_is_reported(copied: Path, module: str, line: str, contract: str) -> None:
    """Each kind of forbidden import breaks its contract, even under `TYPE_CHECKING`."""
    path = copied / module
    before = path.read_text()
    path.write_text(f"{before}\n{line}\n")
    try:
        assert contract in broken_contracts(copied)
    finally:
        path.write_text(before)


@pytest.mark.packaging
def test_a_room_that_no_rule_places_is_reported(copied: Path) -> None:
    """A new top-level module must be assigned to a layer."""
    path = copied / "overrides" / "exa_websets" / "_new_room.py"
    path.write_text('"""A room."""\n')
    try:
        assert broken_contracts(copied) == [ROOMS]
    finally:
        path.unlink()
