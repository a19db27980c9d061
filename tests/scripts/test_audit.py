"""`scripts/audit`: each direct dependency has a reason and a licence that will do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from audit import direct, may_be_used
from support.paths import ROOT

PROJECT = """
[build-system]
requires = ["builds>=1"]
[project]
dependencies = ["Sends_It>=1,<2", "keeps; python_version > '3'"]
[project.optional-dependencies]
shows = ["shows[all]>=1", "sends-it"]
[dependency-groups]
dev = [{ include-group = "lints" }, "tests==1"]
lints = ["lints"]
[tool.exa-websets.reasons]
sends-it = "It sends."
keeps = "It keeps."
shows = "It shows."
tests = "It tests."
lints = "It lints."
builds = "It builds."
"""
INSTALLED = {
    "sends-it": "License-Expression: MIT OR GPL-3.0-only",
    "keeps": "Classifier: License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)",
    "shows": "License: BSD-3-Clause",
    "tests": "Classifier: License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)",
    "lints": "License-Expression: Apache-2.0 AND ISC",
    "builds": "License-Expression: (MIT)",
}


def audit(
    tmp_path: Path, installed: dict[str, str], project: str = PROJECT, pip_audit: str = ""
) -> subprocess.CompletedProcess[str]:
    """Audit a made-up project in an environment with made-up packages, and pip-audit if it has a program."""
    (tmp_path / "pyproject.toml").write_text(project)
    for name, line in installed.items():
        folder = tmp_path / f"{name.replace('-', '_')}-1.5.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.5\n{line}\n")
    if pip_audit:
        (tmp_path / "pip_audit.py").write_text(pip_audit)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, str(ROOT / "scripts" / "audit.py"), f"--project={tmp_path}"]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_each_dependency_is_listed_with_its_licence_and_its_reason(tmp_path: Path) -> None:
    """A row a dependency, named once; and it is said that nobody was asked about vulnerabilities."""
    done = audit(tmp_path, INSTALLED)
    assert [line.rstrip() for line in done.stdout.splitlines()] == [
        "dependency  version  licence              used for     reason",
        "sends-it    1.5      MIT OR GPL-3.0-only  runtime      It sends.",
        "keeps       1.5      MPL-2.0              runtime      It keeps.",
        "shows       1.5      BSD-3-Clause         shows        It shows.",
        "tests       1.5      LGPL-3.0             development  It tests.",
        "lints       1.5      Apache-2.0 AND ISC   development  It lints.",
        "builds      1.5      (MIT)                build        It builds.",
        "",
        "known vulnerabilities: not asked, because pip-audit is not installed",
    ]
    assert (done.returncode, done.stderr) == (0, "")


def test_what_will_not_do_is_named(tmp_path: Path) -> None:
    """A licence that is unknown or asks for too much, a missing package and a missing reason fail, each named."""
    worse = {
        "sends-it": "License-Expression: GPL-3.0-only",
        "keeps": "Summary: x",
        "builds": "License: as\n it is\n so",
    }
    done = audit(
        tmp_path, {**INSTALLED, **worse, "lints": "License: UNKNOWN"}, PROJECT.replace('shows = "It', 'gone = "It')
    )
    assert done.stderr.splitlines()[1:] == [
        "sends-it 1.5 has the licence GPL-3.0-only, which will not do for runtime",
        "keeps 1.5 does not say what its licence is",
        "shows has no reason in [tool.exa-websets.reasons]",
        "lints 1.5 has the licence UNKNOWN, which will not do for development",
        "builds 1.5 does not say what its licence is",
        "gone has a reason, but nothing depends on it",
    ]
    assert done.returncode == 1


def telling(*vulnerabilities: str) -> str:
    """Give a program that tells of vulnerabilities as pip-audit does."""
    one = {"name": "a", "version": "1", "vulns": [{"id": id} for id in vulnerabilities]}
    return f"print({json.dumps({'dependencies': [one]})!r}); exit({len(vulnerabilities)})"


@pytest.mark.parametrize(
    ("program", "told", "code"),
    [
        (telling(), "none", 0),
        (telling("PYSEC-1"), "a 1 has PYSEC-1", 1),
        ("exit('no service')", "not asked, because pip-audit failed (no service)", 0),
    ],
    ids=["none", "one", "no answer"],
)
def test_pip_audit_is_asked_where_it_is_installed(tmp_path: Path, program: str, told: str, code: int) -> None:
    """A known vulnerability fails; a service that cannot be asked is told and does not."""
    done = audit(tmp_path, INSTALLED, pip_audit=program)
    assert done.stdout.splitlines()[-1] == f"known vulnerabilities: {told}"
    assert done.returncode == code


@pytest.mark.parametrize("project", ["[project", "[project]\n", "[build-system]\nrequires = []\n"], ids=str)
def test_a_project_that_cannot_be_read_is_told(tmp_path: Path, project: str) -> None:
    """What is no project ends in one line and the code 2."""
    done = audit(tmp_path, {}, project)
    assert done.stderr.startswith("scripts/audit: ")
    assert len(done.stderr.splitlines()) == 1
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("licence", "runtime", "tool"),
    [
        ("MIT", True, True),
        ("BSD", True, True),
        ("MIT AND GPL-2.0", False, False),
        ("MIT OR GPL-2.0", True, True),
        ("LGPL-3.0-or-later", False, True),
        ("MIT OR (GPL-2.0 AND ISC)", False, False),
        ("Proprietary", False, False),
    ],
)
def test_a_licence_has_to_let_us_give_the_code_away(licence: str, runtime: bool, tool: bool) -> None:
    """Of several licences all have to do, or one where there is a choice; a mixture is left to a person."""
    assert (may_be_used(licence, is_tool=False), may_be_used(licence, is_tool=True)) == (runtime, tool)


def test_each_dependency_of_ours_has_its_reason() -> None:
    """Whoever adds a dependency says in pyproject.toml what for, and whoever removes one removes its reason."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    reasons = project["tool"]["exa-websets"]["reasons"]
    assert sorted(reasons) == sorted(direct(project))
    assert [name for name, reason in reasons.items() if len(reason) < 10 or not reason.endswith(".")] == []
