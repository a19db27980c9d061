"""`scripts/audit` fails on a license that is not allowed, on a known vulnerability, and on an incomplete check."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from support.paths import ROOT

MARK = ROOT / ".venv" / "prepared-development"
pytestmark = [
    pytest.mark.packaging,
    pytest.mark.skipif(
        not MARK.exists() or MARK.read_bytes() != (ROOT / "pyproject.toml").read_bytes(),
        reason="the command would install packages first",
    ),
]


def audit(folder: Path, pip_audit: str) -> subprocess.CompletedProcess[str]:
    """Run the audit on .venv and the packages of a folder, with this program in place of pip-audit."""
    (folder / "pip_audit.py").write_text(pip_audit)
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    command = [str(ROOT / "scripts" / "audit")]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@pytest.mark.parametrize(
    ("pip_audit", "code", "told"),
    [
        ("print('No known vulnerabilities found')", 0, "No known vulnerabilities found"),
        ("exit('Found 1 known vulnerability in 1 package')", 1, "Found 1 known vulnerability in 1 package"),
        ("exit('no service')", 2, "scripts/audit: vulnerabilities were not checked: no service"),
        ("print('attrs could not be audited')", 2, "scripts/audit: vulnerabilities were not checked: attrs could not"),
    ],
)
def test_our_licenses_pass_and_vulnerabilities_are_looked_up(
    tmp_path: Path, pip_audit: str, code: int, told: str
) -> None:
    """A vulnerability exits with 1; a check that could not run exits with 2 and a message."""
    done = audit(tmp_path, pip_audit)
    assert done.returncode == code
    assert (done.stderr or done.stdout.splitlines()[-1]).startswith(told)
    assert "httpx" in done.stdout


@pytest.mark.parametrize("license", ["GPL-3.0-only", "MIT AND GPL-3.0-only", "UNKNOWN"])
def test_a_license_that_is_not_allowed_is_named(tmp_path: Path, license: str) -> None:
    """The command fails before it looks up vulnerabilities."""
    folder = tmp_path / "strict-1.5.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(
        f"Metadata-Version: 2.4\nName: strict\nVersion: 1.5\nLicense-Expression: {license}\n"
    )
    done = audit(tmp_path, "print('No known vulnerabilities found')")

    assert done.returncode == 1
    assert done.stderr == f"license {license} not in allow-only licenses was found for package strict:1.5\n"
