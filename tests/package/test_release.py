"""Version numbers are consistent, and the CI workflow tests, builds and releases the package correctly."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from datetime import date
from typing import Any

import exa_websets
import pytest
from ruamel.yaml import YAML
from support.paths import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
ENTRY = re.compile(r"^## \[(.+?)\](?: - (\S+))?$", re.MULTILINE)


def load(path: str) -> Any:
    """Return the contents of a YAML file of the project."""
    yaml: Any = YAML(typ="safe", pure=True)
    return yaml.load((ROOT / path).read_text("utf-8"))


WORKFLOW: dict[str, Any] = load(".github/workflows/ci.yml")
STEPS: list[dict[str, Any]] = [step for job in WORKFLOW["jobs"].values() for step in job["steps"]]


def test_the_changelog_ends_with_the_version() -> None:
    """The changelog starts with Unreleased and the current version, and its entries are in descending order."""
    (first, _), *entries = ENTRY.findall((ROOT / "CHANGELOG.md").read_text("utf-8"))
    versions = [tuple(map(int, version.split("."))) for version, _ in entries]
    dates = [date.fromisoformat(day) for _, day in entries]

    assert first == "Unreleased"
    assert [version for version, _ in entries[:1]] in ([], [exa_websets.__version__])
    assert versions == sorted(set(versions), reverse=True)
    assert dates == sorted(dates, reverse=True)


def test_the_program_prints_both_versions() -> None:
    """`--version` prints the version of the package and of the API document it was generated from."""
    command = [sys.executable, "-m", "exa_websets.cli", "--version"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    stamp = json.loads((ROOT / "generated" / "exa_websets_generated" / "stamp.json").read_text("utf-8"))
    document = load("openapi/websets.yaml")["info"]["version"]

    assert stamp["document_version"] == document
    assert told == f"exa-websets {exa_websets.__version__}, API document of {document}\n"


def test_every_python_that_is_promised_is_tested() -> None:
    """The classifiers, `requires-python`, the workflow and the tools agree on the supported Python versions."""
    pattern = re.compile(r"Programming Language :: Python :: (3\.\d+)")
    promised = [match[1] for line in PROJECT["project"]["classifiers"] if (match := pattern.fullmatch(line))]
    tool = PROJECT["tool"]

    assert WORKFLOW["jobs"]["test"]["strategy"]["matrix"]["python"] == promised
    assert PROJECT["project"]["requires-python"] == f">={promised[0]}"
    assert {tool["mypy"]["python_version"], tool["pyright"]["pythonVersion"]} == {promised[0]}
    assert tool["ruff"]["target-version"] == f"py{promised[0].replace('.', '')}"


def test_the_workflow_runs_the_commands_of_the_project() -> None:
    """The workflow runs `scripts/test` and `scripts/check-api`, and builds only if both succeed."""
    assert [step["run"] for step in WORKFLOW["jobs"]["test"]["steps"] if "run" in step] == ["scripts/test"]
    assert any(step.get("run") == "scripts/check-api" for step in WORKFLOW["jobs"]["api"]["steps"])
    assert WORKFLOW["jobs"]["build"]["needs"] == ["test", "api"]
    commands = [step["run"] for step in STEPS if "run" in step]
    paths = {path for command in commands for path in re.findall(r"(?:scripts|tests|overrides)/[\w./-]+", command)}
    assert {"scripts/test", "tests/package/test_release.py"} < paths
    for path in paths:
        assert (ROOT / path).exists(), path


def test_the_workflow_may_only_read() -> None:
    """The workflow has read-only permissions, uses no secrets and pins the version of each action."""
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert all("permissions" not in job for job in WORKFLOW["jobs"].values())
    assert "secrets." not in (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    assert {*WORKFLOW["on"]} == {"push", "pull_request"}
    for step in STEPS:
        if "uses" in step:
            assert re.fullmatch(r"actions/[\w-]+@v\d+", step["uses"])
        if str(step.get("uses")).startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize(("tag", "code"), [(f"v{exa_websets.__version__}", 0), ("v0.0.0", 1), ("0.1.0", 1)])
def test_a_tag_that_is_not_the_version_releases_nothing(tag: str, code: int) -> None:
    """The build fails if the tag differs from the version."""
    [step] = [step for step in STEPS if step.get("name") == "The tag is the version"]
    done = subprocess.run(["sh", "-ec", step["run"]], cwd=ROOT, env={"GITHUB_REF_NAME": tag}, check=False)

    assert step["if"] == "github.ref_type == 'tag'"
    assert done.returncode == code
