"""Fail if the public API breaks in a way that CHANGELOG.md does not announce.

The work tree is compared with a revision: both packages, as users import them, and without importing them.
A break is announced by a bullet under Removed or Changed that names it in backticks. The exit code is 0, 1 for a break
that is not announced, and 2 if nothing could be compared.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from pathlib import Path

import griffe
from common.git_trees import RevisionError, commit_of, extract, git
from common.paths import ROOT

from public_api.breaks import Tree, additions, breaks
from public_api.surface import PACKAGES, ROOTS, read

CHANGELOG = "CHANGELOG.md"
PARTS = (*ROOTS, CHANGELOG)


class CheckError(Exception):
    """Two trees that cannot be compared."""


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="scripts/check-api", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--against", metavar="REV", help="the revision; else the newest tag v*, else the last commit")
    arguments = parser.parse_args()
    try:
        revision: str = arguments.against or newest_release(ROOT)
        with tempfile.TemporaryDirectory(prefix="exa-websets-") as folder:
            before = Path(folder).resolve()
            if revision.startswith("-"):
                raise CheckError(f"{revision!r} is no revision")
            extract(ROOT, commit_of(ROOT, revision), PARTS, before)
            return compare(before, ROOT, revision)
    except (CheckError, RevisionError, OSError, SyntaxError, griffe.GriffeError) as error:
        print(f"scripts/check-api: {error}", file=sys.stderr)
        return 2


def compare(before: Path, now: Path, revision: str) -> int:
    """Print what is different, and tell whether all breaks are announced."""
    for tree in (before, now):
        for package in PACKAGES:
            if not any((tree / root / package).is_dir() for root in ROOTS):
                raise CheckError(f"there is no package {package} in {'the work tree' if tree is now else revision}")
    announced = announcements((before / CHANGELOG).read_text("utf-8"), (now / CHANGELOG).read_text("utf-8"))
    old, new = Tree(before, read(before), revision), Tree(now, read(now))
    for name in additions(old.api, new.api):
        print(f"new: {name}")
    found = breaks(old, new)
    for each in found:
        if is_announced(each.name, announced):
            print(f"announced: {each}")
    missing = [each for each in found if not is_announced(each.name, announced)]
    if not missing:
        print(f"the public API breaks nothing since {revision} that {CHANGELOG} does not announce")
        return 0
    for each in missing:
        print(f"{each}; write under {each.section}: - `{each.name}` …", file=sys.stderr)
    print(f"{len(missing)} of {len(found)} breaks since {revision} are not announced in {CHANGELOG}", file=sys.stderr)
    return 1


def announcements(before: str, now: str) -> set[str]:
    """Gather the names that Removed and Changed have in the sections that are newer than another changelog."""
    known = {heading for heading, _, _ in _lines(before)} - {"Unreleased"}
    return {
        name.partition("(")[0]
        for heading, kind, line in _lines(now)
        if heading not in known and kind in ("Removed", "Changed")
        for name in re.findall(r"`([^`]+)`", line)
    }


def is_announced(name: str, announced: set[str]) -> bool:
    """Tell whether a name is announced, alone or behind the modules it stands in."""
    return any(each == name or each.endswith(f".{name}") for each in announced)


def newest_release(root: Path) -> str:
    """Name the newest tag that is a version, or the last commit."""
    tags = git(root, "tag", "--list", "v[0-9]*", "--merged", "HEAD", "--sort=-version:refname").decode().split()
    return tags[0] if tags else "HEAD"


def _lines(changelog: str) -> list[tuple[str, str, str]]:
    """Give each line of a changelog with its version and its kind."""
    found: list[tuple[str, str, str]] = []
    heading = kind = ""
    for line in changelog.splitlines():
        if line.startswith("## "):
            heading, kind = line.removeprefix("## ").split(" - ")[0].strip("[] "), ""
        elif line.startswith("### "):
            kind = line.removeprefix("### ").strip()
        elif heading:
            found.append((heading, kind, line))
    return found
