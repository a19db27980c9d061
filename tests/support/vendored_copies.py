"""Vendored copies, and programs that use them while the installed packages cannot be imported."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from support.paths import ROOT

PACKAGE = "acme.third_party"
COMMAND = ("environment.sh", "vendor", "__main__.py", "common/paths.py", "vendoring/vendor.py", "vendoring/copy.py")
# Makes importing the installed packages an ImportError.
_ALONE = """
import runpy, sys
sys.modules["exa_websets"] = sys.modules["exa_websets_generated"] = None
sys.argv[:] = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""

Done = subprocess.CompletedProcess[str]


def vendor(*arguments: str | Path, root: Path = ROOT) -> Done:
    """Run scripts/vendor of a checkout."""
    return _run(sys.executable, root / "scripts", "vendoring.vendor", *arguments)


def checkout(root: Path) -> Path:
    """Copy the sources of a vendored copy and the command to another folder."""
    for name in ("overrides", "generated"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for room in ("common", "vendoring"):
        (root / "scripts" / room).mkdir(parents=True)
    for name in ("LICENSE", "pyproject.toml", *(f"scripts/{name}" for name in COMMAND)):
        shutil.copy(ROOT / name, root / name)
    return root


def run_alone(module: str, *arguments: str, roots: list[Path]) -> Done:
    """Run a module that can only import a vendored exa_websets."""
    return run_with(roots, "-c", _ALONE, module, *arguments)


def run_with(roots: list[Path], *arguments: str) -> Done:
    """Run Python with the first of these source roots, and with warnings as errors."""
    path = os.pathsep.join(map(str, roots))
    return _run(sys.executable, "-W", "error", *arguments, cwd=roots[0], PYTHONPATH=path)


def renamed(text: str) -> str:
    """Return a program that imports the packages from the parent package."""
    text = re.sub(r"^import exa_websets$", f"from {PACKAGE} import exa_websets", text, flags=re.MULTILINE)
    text = re.sub(r"^( *from )(exa_websets)", rf"\g<1>{PACKAGE}.\2", text, flags=re.MULTILINE)
    return text.replace('__module__ == "exa_websets', f'__module__ == "{PACKAGE}.exa_websets')


def _run(*command: str | Path, cwd: Path | None = None, **environment: str) -> Done:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "EXA_", "PYTEST"))}
    # Load only the named plugins, because the installed packages have a pytest plugin.
    environment = {**clean, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **environment}
    return subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True, env=environment, check=False)
