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

from benchmarking.place import Home, MeasurementError, clean_environment, last_line

if TYPE_CHECKING:
    from description.json_types import Json

FOLDER = ROOT / ".venv" / "benchmark"
# The command line has an environment of its own: httpx takes longer to import where click and rich are installed.
COMMAND_FOLDER = ROOT / ".venv" / "benchmark-command"
PEERS = ("exa-py", "httpx", "httpx2", "aiohttp", "pydantic", "msgspec", "attrs", "trustme")
PACKAGES = "import sysconfig; print(sysconfig.get_path('purelib'))"
VERSIONS = "import importlib.metadata as m, json, sys; print(json.dumps({n: m.version(n) for n in sys.argv[1:]}))"


def prepare(*, offline: bool) -> tuple[Home, Home]:
    """Install this checkout and, unless offline, the newest peers; return two homes: with the peers, and the command.

    Raises:
        MeasurementError: A peer cannot be installed or generated.
    """
    peers = Home("the peers", FOLDER, clean_environment(), FOLDER / "bin" / "python")
    command = Home("the command", COMMAND_FOLDER, clean_environment(), COMMAND_FOLDER / "bin" / "python")
    with TemporaryDirectory() as name:
        scratch = Path(name)
        _run(sys.executable, "-m", "build", "--wheel", "--no-isolation", f"--outdir={scratch}", str(ROOT))
        [wheel] = scratch.glob("*.whl")
        for home, needed in ((peers, [*PEERS, f"{wheel}[pydantic]"]), (command, [f"{wheel}[cli]"])):
            if not home.python.exists():
                venv.create(home.folder, clear=True, with_pip=True)
            pip = (str(home.python), "-m", "pip", "--quiet", "--disable-pip-version-check", "install")
            if not offline:
                _run(*pip, "--upgrade", *needed)
            _run(*pip, "--no-index", "--no-deps", "--force-reinstall", str(wheel))
        _generate(scratch, Path(_run(str(peers.python), "-c", PACKAGES)))
    return peers, command


def versions(python: Path) -> dict[str, str]:
    """Return the versions of the peers."""
    found: dict[str, str] = json.loads(_run(str(python), "-c", VERSIONS, *PEERS[:6]))
    return found


def _generate(scratch: Path, packages: Path) -> None:
    """Generate models from our description with the stock templates and with msgspec."""
    from description.bundle import BundleError, bundle, to_json  # slow to import

    try:
        document = bundle(ROOT / "openapi")
    except BundleError as error:
        raise MeasurementError(f"openapi/ cannot be bundled: {error}") from None
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
        raise MeasurementError(f"{' '.join(command[:4])} failed: {last_line(done.stderr or done.stdout)}")
    return done.stdout.strip()
