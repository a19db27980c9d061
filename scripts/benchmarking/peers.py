"""The environment of the benchmark: the newest peers, our wheel, and models from other generators."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast

from common.paths import ROOT, SCRIPTS

if TYPE_CHECKING:
    from description.json_types import Json

FOLDER = ROOT / ".venv" / "benchmark"
PEERS = ("exa-py", "httpx", "pydantic", "msgspec", "attrs", "pyperf", "trustme")
VERSIONS = "import importlib.metadata as m, json, sys; print(json.dumps({n: m.version(n) for n in sys.argv[1:]}))"


class PeersError(Exception):
    """The environment cannot be prepared."""


def prepare(*, offline: bool) -> Path:
    """Install this checkout and, unless offline, the newest peers; return the interpreter of the environment.

    Raises:
        PeersError: A peer cannot be installed or generated.
    """
    scripts = FOLDER / ("Scripts" if sys.platform == "win32" else "bin")
    python = scripts / "python"
    if not python.exists():
        venv.create(FOLDER, clear=True, with_pip=True)
    with TemporaryDirectory() as name:
        scratch = Path(name)
        _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", f"--outdir={scratch}", str(ROOT))
        [wheel] = scratch.glob("*.whl")
        pip = (str(python), "-m", "pip", "--quiet", "--disable-pip-version-check", "install")
        if not offline:
            _run(*pip, "--upgrade", *PEERS, f"{wheel}[emulator]")
        _run(*pip, "--no-index", "--no-deps", "--force-reinstall", str(wheel))
        _generate(scratch, Path(_run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))")))
    return python


def versions(python: Path) -> dict[str, str]:
    """Return the versions of the peers."""
    found: dict[str, str] = json.loads(_run(str(python), "-c", VERSIONS, *PEERS[:4]))
    return found


def _generate(scratch: Path, packages: Path) -> None:
    """Generate models from our description with the stock templates and with msgspec."""
    from description.bundle import BundleError, bundle, to_json  # slow to import

    try:
        document = bundle(ROOT / "openapi")
    except BundleError as error:
        raise PeersError(f"openapi/ cannot be bundled: {error}") from None
    whole, closed = scratch / "whole.json", scratch / "closed.json"
    whole.write_text(to_json(document), encoding="utf-8")
    closed.write_text(to_json(cast(dict[str, Any], _closed(document))), encoding="utf-8")
    stock = ("openapi_python_client", "generate", "--meta=none", "--overwrite", f"--path={whole}")
    config = f"--config={SCRIPTS / 'generation' / 'openapi_python_client.yaml'}"
    _run(sys.executable, "-m", *stock, config, f"--output-path={packages / 'stock_websets'}")
    structs = ("datamodel_code_generator", "--ignore-pyproject", "--input-file-type=openapi", f"--input={closed}")
    style = ("--target-python-version=3.11", "--formatters=builtin", "--snake-case-field", "--use-type-alias")
    kind = ("--output-model-type=msgspec.Struct", "--enum-field-as-literal=all")
    _run(sys.executable, "-m", *structs, *style, *kind, f"--output={packages / 'msgspec_websets.py'}")


def _closed(part: Json) -> Json:
    """Remove the unknown members of unions, because msgspec only supports closed unions."""
    if isinstance(part, list):
        return [_closed(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    closed = {name: _closed(inner) for name, inner in part.items()}
    if isinstance(members := closed.get("anyOf"), list):
        closed["anyOf"] = [member for member in members if "/Unknown" not in str(member)]
    return closed


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        words = (done.stderr or done.stdout).strip().splitlines() or ["no output"]
        raise PeersError(f"{' '.join(command[:4])} failed: {words[-1]}")
    return done.stdout.strip()
