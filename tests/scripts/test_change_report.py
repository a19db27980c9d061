"""A regeneration reports what changes to the description mean for users, since any revision."""

from __future__ import annotations

import copy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from common.git_trees import RevisionError
from contracts.changes import changes_of_documents
from contracts.reports import changelog, print_changes, report
from contracts.revisions import document_at
from description.bundle import bundle
from generation.regenerate import main
from support.openapi_document import Schema, document
from support.paths import ROOT

DESCRIPTION = """\
openapi: 3.1.0
info: {title: Things, version: "1"}
tags: [{name: things}]
paths:
  /things:
    get:
      operationId: things-list
      tags: [things]
      responses: {"200": {description: Things.}}
"""
PARAMETER = "parameters: [{name: size, in: query, schema: {type: integer}}]"
CHANGED = DESCRIPTION.replace("tags: [things]\n", f"tags: [things]\n      {PARAMETER}\n")


def changed() -> Schema:
    """Return our own description with several changes."""
    new: dict[str, Any] = copy.deepcopy(document())
    schemas = new["components"]["schemas"]
    del schemas["Webset"]["properties"]["dashboardUrl"]
    schemas["Webset"]["properties"]["labels"] = {"type": "array", "items": {"type": "string"}}
    schemas["WebsetStatus"]["enum"].append("archived")
    schemas["CreateWebsetParameters"]["required"] = ["search"]
    schemas["RecallBounds"]["properties"]["min"]["type"] = "number"
    schemas["KnownEvent"]["oneOf"].pop()
    schemas["Workplace"] = schemas.pop("Employer")
    schemas["Person"]["properties"]["company"]["oneOf"][0]["$ref"] = "#/components/schemas/Workplace"
    new["components"]["parameters"]["Cursor"]["required"] = True
    new["paths"]["/v0/websets/{id}/cancel"]["post"]["summary"] = "Stop it"
    new["paths"]["/v0/teams/me"]["get"]["deprecated"] = True
    return new


def test_each_change_of_our_description_is_reported_once() -> None:
    """A change is reported once, even if many operations and classes contain it."""
    assert report(changes_of_documents(document(), changed()), "HEAD") == [
        "changes for users since HEAD:",
        "breaking",
        "  - Employer is now called Workplace",
        "  - CreateWebsetParameters.search is now required",
        "  - the member `MonitorRunCompletedEvent` of KnownEvent is removed",
        "  - RecallBounds.min is now number, was integer",
        "  - Webset.dashboardUrl is removed",
        "  - events.list, imports.list, items.list and 5 more: the query parameter `cursor` is now required",
        "compatible",
        "  - teams.get is now deprecated",
        "  - Webset.labels is new (array of string, optional)",
        "  - WebsetStatus has new values: `archived`",
        "documentation",
        "  - websets.cancel: summary",
    ]


def test_the_changelog_has_what_users_have_to_know() -> None:
    """The lines use the headings of Keep a Changelog and Python's field names, and omit documentation changes."""
    assert changelog(changes_of_documents(document(), changed())) == [
        "### Added",
        "",
        "- `Webset.labels` is new (array of string, optional).",
        "- `WebsetStatus` has new values: `archived`.",
        "",
        "### Changed",
        "",
        "- **Breaking:** `Employer` is now called `Workplace`.",
        "- **Breaking:** `CreateWebsetParameters.search` is now required.",
        "- **Breaking:** `RecallBounds.min` is now number, was integer.",
        "- **Breaking:** `events.list`, `imports.list`, `items.list` and 5 more: "
        "the query parameter `cursor` is now required.",
        "",
        "### Deprecated",
        "",
        "- `teams.get` is now deprecated.",
        "",
        "### Removed",
        "",
        "- **Breaking:** the member `MonitorRunCompletedEvent` of `KnownEvent` is removed.",
        "- **Breaking:** `Webset.dashboardUrl` (`Webset.dashboard_url` in Python) is removed.",
    ]


def test_our_description_is_the_same_as_itself() -> None:
    """An unchanged description has no changes to report and no lines for the changelog."""
    same = changes_of_documents(document(), copy.deepcopy(document()))
    assert report(same, "HEAD") == ["changes for users since HEAD: nothing"]
    assert changelog(same) == []


def git(root: Path, *arguments: str) -> None:
    settings = ("-c", "user.name=A person", "-c", "user.email=person@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(root), *settings, *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git repository with an empty first commit, a description in the second, and changes in the work tree."""
    root = tmp_path_factory.mktemp("repository")
    git(root, "init", "--quiet")
    git(root, "commit", "--quiet", "--allow-empty", "--message=Nothing")
    git(root, "tag", "empty")
    (root / "openapi").mkdir()
    (root / "openapi" / "websets.yaml").write_text(DESCRIPTION)
    git(root, "add", "openapi")
    git(root, "commit", "--quiet", "--message=A description")
    (root / "openapi" / "websets.yaml").write_text(CHANGED)
    return root


def test_changes_since_the_last_commit_are_reported(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The description is compared with that of a revision, which the report names."""
    print_changes(repository, bundle(repository / "openapi"), "HEAD")
    assert capsys.readouterr() == (
        "changes for users since HEAD:\n"
        "compatible\n"
        "  - things.list: the query parameter `size` is new (integer, optional)\n",
        "",
    )
    print_changes(repository, bundle(repository / "openapi"), "HEAD", log=True)
    assert capsys.readouterr() == (
        "### Added\n\n- `things.list`: the query parameter `size` is new (integer, optional).\n",
        "",
    )


@pytest.mark.parametrize(
    ("revision", "problem"),
    [
        ("v9", "there is no revision v9"),
        ("--all", "there is no revision --all"),
        ("empty", "empty has no folder openapi/"),
    ],
)
def test_a_revision_without_a_description_is_reported(repository: Path, revision: str, problem: str) -> None:
    """An unknown revision, a git option and a revision without a description are rejected."""
    with pytest.raises(RevisionError) as caught:
        document_at(repository, revision)
    assert str(caught.value) == problem


def test_without_git_there_is_nothing_to_compare_with(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Outside a repository or without git, one line says why no changes are reported."""
    print_changes(tmp_path, {}, "HEAD")
    told = capsys.readouterr().out
    assert told.startswith("nothing to compare with: not a git repository")
    assert told.count("\n") == 1
    monkeypatch.setenv("PATH", str(tmp_path))
    print_changes(repository, {}, "HEAD")
    assert capsys.readouterr().out == "nothing to compare with: git is not installed\n"


def test_an_unknown_revision_ends_a_regeneration_before_it_writes(repository: Path) -> None:
    """`--against` with an unknown revision exits with 1 and one line, and generates nothing."""
    shutil.copytree(ROOT / "scripts", repository / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    command = [sys.executable, str(repository / "scripts"), "generation.regenerate", "--against=v9"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "scripts/regenerate: there is no revision v9\n"
    assert not (repository / "generated").exists()


@pytest.mark.parametrize("option", ["--against=HEAD", "--changelog"])
def test_a_check_reports_no_changes(
    option: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--check` cannot be combined with the options of the report."""
    monkeypatch.setattr(sys, "argv", ["regenerate", "--check", option])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 2
    assert "--check cannot be combined with --against or --changelog" in capsys.readouterr().err
