"""Fail if the public API changes in a way that CHANGELOG.md does not announce.

The command compares the public API of both packages in the work tree with a revision, without importing them.
The changelog must list, in backticks under Changed or Removed, each name that was removed, whose signature or type
changed, or that is a new required field. Only sections that are new since the revision count. The exit code is 0, 1 if
a name is missing, and 2 if the comparison failed.
"""

from __future__ import annotations

import argparse
import itertools
import re
import sys
import tempfile
from pathlib import Path

import griffe
from common.git_trees import RevisionError, commit_of, extract, git
from common.paths import ROOT

from public_api.surface import PACKAGES, ROOTS, differences, surface

CHANGELOG = "CHANGELOG.md"
PARTS = (*ROOTS, CHANGELOG)


class CheckError(Exception):
    """Two trees cannot be compared."""


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="scripts/check-api", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "revision", nargs="?", metavar="REV", help="default: the newest tag v*, or the last commit if there is none"
    )
    arguments = parser.parse_args()
    try:
        revision: str = arguments.revision or newest_release(ROOT)
        with tempfile.TemporaryDirectory(prefix="exa-websets-") as folder:
            before = Path(folder).resolve()
            extract(ROOT, commit_of(ROOT, revision), PARTS, before)
            return check(before, ROOT, revision)
    except (CheckError, RevisionError, OSError, SyntaxError, griffe.GriffeError) as error:
        print(f"scripts/check-api: {error}", file=sys.stderr)
        return 2


def check(before: Path, now: Path, revision: str) -> int:
    """Print the differences between two trees; return 0 if the changelog announces all of them, and 1 otherwise."""
    for tree in (before, now):
        for package in PACKAGES:
            if not any((tree / root / package).is_dir() for root in ROOTS):
                raise CheckError(f"there is no package {package} in {'the work tree' if tree is now else revision}")
    added, changed = differences(surface(before), surface(now))
    announced = announcements((before / CHANGELOG).read_text("utf-8"), (now / CHANGELOG).read_text("utf-8"))
    for name in added:
        print(f"new: {name}")
    missing = 0
    for name, text in changed.items():
        if is_announced(name, announced):
            print(f"announced: {name} {text}")
        else:
            missing += 1
            print(f"not announced: {name} {text}", file=sys.stderr)
    if missing:
        print(f"{missing} of {len(changed)} changes since {revision} are not announced.", file=sys.stderr)
        print(f"Name each in backticks under Changed or Removed in {CHANGELOG}.", file=sys.stderr)
        return 1
    if changed:
        print(f"{CHANGELOG} announces all {len(changed)} changes of the public API since {revision}")
    else:
        print(f"The public API has not changed since {revision}.")
    return 0


def announcements(before: str, now: str) -> set[str]:
    """Return the names under Changed and Removed in sections that are not in the older changelog."""
    known = {line for line in before.splitlines() if line.startswith("## ")} - {"## [Unreleased]"}
    kind, names = "", set[str]()
    for line in itertools.takewhile(lambda line: line not in known, now.splitlines()):
        if line.startswith("#"):
            kind = line.strip("# ")
        elif kind in ("Changed", "Removed"):
            names |= {name.partition("(")[0] for name in re.findall(r"`([^`]+)`", line)}
    return names


def is_announced(name: str, announced: set[str]) -> bool:
    """Return True if a name is announced in full or without its modules; a class is always needed."""
    parts = name.removesuffix(".__init__").split(".")
    shortest = 2 if len(parts) > 1 and parts[-2][0].isupper() else 1
    if any(".".join(parts[-count:]) in announced for count in range(shortest, len(parts) + 1)):
        return True
    operation, _, form = name.rpartition(".")  # a module has four functions for an operation
    return ".api." in operation and form.startswith(("sync", "asyncio")) and is_announced(operation, announced)


def newest_release(root: Path) -> str:
    """Return the newest tag that is a version, or the last commit if there is none."""
    tags = git(root, "tag", "--list", "v[0-9]*", "--merged", "HEAD", "--sort=-version:refname").decode().split()
    return tags[0] if tags else "HEAD"
