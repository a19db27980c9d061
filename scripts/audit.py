"""List the direct dependencies with their versions, licences and reasons, and ask for known vulnerabilities.

A reason stands in pyproject.toml, in the table [tool.exa-websets.reasons]. The exit code is 1 if a dependency has no
reason or a reason no dependency, if a licence is unknown or will not do, or if a vulnerability is known; 2 if
pyproject.toml cannot be read. Vulnerabilities are asked for with pip-audit where it is installed and finds its service.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any, Literal

from attrs import frozen

ROOT = Path(__file__).resolve().parent.parent

# What MIT code may depend on: licences that ask for a notice, and MPL, which stays with its own files.
FREE = re.compile(r"MIT(-0)?|(0BSD|BSD(-[23]-CLAUSE)?)|APACHE(-2\.0)?|ISC|PSF-2\.0|PYTHON-2\.0|ZLIB|UNLICENSE|MPL-2\.0")
# What may be a tool, because nothing of it is passed on.
TOOL = re.compile(r"LGPL.*")
NAMES = {
    "APACHE SOFTWARE LICENSE": "Apache-2.0",
    "BSD LICENSE": "BSD",
    "ISC LICENSE (ISCL)": "ISC",
    "MIT LICENSE": "MIT",
    "MOZILLA PUBLIC LICENSE 2.0 (MPL 2.0)": "MPL-2.0",
    "PYTHON SOFTWARE FOUNDATION LICENSE": "PSF-2.0",
    "GNU LESSER GENERAL PUBLIC LICENSE V3 (LGPLV3)": "LGPL-3.0",
    "GNU LESSER GENERAL PUBLIC LICENSE V3 OR LATER (LGPLV3+)": "LGPL-3.0-or-later",
    "GNU GENERAL PUBLIC LICENSE V3 (GPLV3)": "GPL-3.0",
}

Answer = tuple[Literal["none", "some", "unasked"], list[str]]


class AuditError(Exception):
    """There is nothing to look at."""


@frozen
class Dependency:
    """A package that pyproject.toml names, and what is known of it here."""

    name: str
    used: str
    version: str
    licence: str
    reason: str

    @property
    def problems(self) -> list[str]:
        found = [] if self.reason else [f"{self.name} has no reason in [tool.exa-websets.reasons]"]
        if not self.version:
            return [*found, f"{self.name} is not installed, so its licence is unknown"]
        if not self.licence:
            return [*found, f"{self.name} {self.version} does not say what its licence is"]
        if not may_be_used(self.licence, is_tool=self.used in ("development", "build")):
            found.append(
                f"{self.name} {self.version} has the licence {self.licence}, which will not do for {self.used}"
            )
        return found


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="scripts/audit", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--project", type=Path, default=ROOT, metavar="DIR", help="the folder of a pyproject.toml")
    folder: Path = parser.parse_args().project
    try:
        project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
        reasons: dict[str, str] = project.get("tool", {}).get("exa-websets", {}).get("reasons", {})
        named = direct(project)
    except (OSError, ValueError, AuditError) as error:
        print(f"scripts/audit: {error}", file=sys.stderr)
        return 2
    dependencies = [look_up(name, used, reasons.get(name, "")) for name, used in named.items()]
    print(table(dependencies))
    problems = [problem for dependency in dependencies for problem in dependency.problems]
    problems += [f"{name} has a reason, but nothing depends on it" for name in sorted(reasons.keys() - named.keys())]
    outcome, lines = vulnerabilities()
    problems += lines if outcome == "some" else []
    print(f"\nknown vulnerabilities: {'none' if outcome == 'none' else '; '.join(lines)}")
    if problems:
        print("\n".join(["", *problems]), file=sys.stderr)
    return 1 if problems else 0


def direct(project: dict[str, Any]) -> dict[str, str]:
    """Name each direct dependency once, with what first needs it: the package, an extra, development or the build."""
    try:
        package, groups = project["project"], project.get("dependency-groups", {})
        needs: list[tuple[str, list[Any]]] = [
            ("runtime", package.get("dependencies", [])),
            *package.get("optional-dependencies", {}).items(),
            *(("development", group) for group in groups.values()),
            ("build", project["build-system"]["requires"]),
        ]
    except KeyError as error:
        raise AuditError(f"pyproject.toml has no {error}") from None
    found: dict[str, str] = {}
    for used, requirements in needs:
        for requirement in requirements:
            if isinstance(requirement, str):  # a table includes another group, which is in the list itself
                found.setdefault(normalized(requirement), used)
    return found


def normalized(requirement: str) -> str:
    """Give the name in a requirement as registries compare it."""
    match = re.match(r"[A-Za-z0-9][A-Za-z0-9._-]*", requirement.strip())
    if match is None:
        raise AuditError(f"{requirement!r} is no requirement")
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def look_up(name: str, used: str, reason: str) -> Dependency:
    """Find out what is installed under a name."""
    try:
        told: Any = metadata(name)
    except PackageNotFoundError:
        return Dependency(name, used, "", "", reason)
    classifiers = [
        line.rpartition(" :: ")[2] for line in told.get_all("Classifier", []) if line.startswith("License ::")
    ]
    texts = [told.get("License-Expression"), *classifiers, told.get("License")]
    # An old field may hold the whole text of a licence, which is no name of one.
    licence = next((text.strip() for text in texts if text and text.strip() and "\n" not in text.strip()), "")
    return Dependency(name, used, told["Version"], NAMES.get(licence.upper(), licence), reason)


def may_be_used(licence: str, *, is_tool: bool) -> bool:
    """Tell whether a licence allows what is done with a dependency; of several, all or one have to, as it says."""
    parts = licence.replace("(", "").replace(")", "").upper()
    if " OR " in parts and " AND " in parts:
        return False  # the brackets matter: let a person read it
    judge = any if " OR " in parts else all
    return judge(
        FREE.fullmatch(part.strip()) is not None or (is_tool and TOOL.fullmatch(part.strip()) is not None)
        for part in re.split(" OR | AND ", parts)
    )


def table(dependencies: list[Dependency]) -> str:
    """Show the dependencies in columns."""
    rows = [("dependency", "version", "licence", "used for", "reason")]
    rows += [(one.name, one.version or "-", one.licence or "-", one.used, one.reason or "-") for one in dependencies]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = (
        "  ".join([*(cell.ljust(width) for cell, width in zip(row[:4], widths, strict=True)), row[4]]) for row in rows
    )
    return "\n".join(lines)


def vulnerabilities() -> Answer:
    """Ask pip-audit about all that is installed; it asks a service, which may be out of reach."""
    if importlib.util.find_spec("pip_audit") is None:
        return "unasked", ["not asked, because pip-audit is not installed"]
    command = [sys.executable, "-m", "pip_audit", "--format=json", "--progress-spinner=off", "--skip-editable"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    except subprocess.TimeoutExpired:
        return "unasked", ["not asked, because pip-audit did not end within 300 s"]
    try:
        found = [
            f"{one['name']} {one['version']} has {vulnerability['id']}"
            for one in json.loads(done.stdout)["dependencies"]
            for vulnerability in one.get("vulns", [])
        ]
    except (ValueError, KeyError, TypeError):
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        return "unasked", [f"not asked, because pip-audit failed ({last})"]
    return ("some", found) if found else ("none", [])


if __name__ == "__main__":
    sys.exit(main())
