"""Write what is generated: `generated/` from `openapi/`, and `_sync/` from `_async/`."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from common.git_trees import RevisionError
from common.paths import ROOT
from contracts.reports import print_changes
from contracts.revisions import document_at
from description.check import compile_description
from description.problems import BundleError

from generation.derive_sync import SOURCE, TARGET, DerivationError, derive
from generation.generators import RegenerationError, compare, files, generate, replace

GENERATED = ROOT / "generated"
LAST_COMMIT = "HEAD"


def main() -> int:
    arguments = _arguments()
    started = time.monotonic()
    try:
        before = document_at(ROOT, arguments.against) if arguments.against else None
        document = compile_description(ROOT / "openapi")
        with tempfile.TemporaryDirectory(prefix="exa-websets-") as folder:
            fresh, sync = Path(folder) / "generated", Path(folder) / "_sync"
            sync.mkdir()
            derive(ROOT, sync)
            generate(document, fresh, Path(folder))
            if arguments.check:
                return _check(fresh, sync)
            replace(GENERATED, fresh)
            replace(ROOT / TARGET, sync)
    except BundleError as error:
        count = f"{len(error.problems)} problems" if len(error.problems) > 1 else "a problem"
        print(f"{error}\nscripts/regenerate: {count} in openapi/; nothing was written", file=sys.stderr)
        return 1
    except (DerivationError, RegenerationError, RevisionError, ValueError) as error:
        print(f"scripts/regenerate: {error}", file=sys.stderr)
        return 1
    print_changes(ROOT, document, arguments.against or LAST_COMMIT, before, log=arguments.changelog)
    written, seconds = sum(1 for _ in files(GENERATED)), time.monotonic() - started
    print(
        f"wrote {written} files to generated/ and _sync/ in {seconds:.1f} s",
        file=sys.stderr if arguments.changelog else sys.stdout,
    )
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/regenerate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail if anything would change")
    parser.add_argument(
        "--against",
        metavar="REV",
        help="report what changes for users since this revision (default: the last commit)",
    )
    parser.add_argument("--changelog", action="store_true", help="report it as entries for CHANGELOG.md")
    arguments = parser.parse_args()
    if arguments.check and (arguments.against or arguments.changelog):
        parser.error("--check cannot be combined with --against or --changelog")
    return arguments


def _check(fresh: Path, sync: Path) -> int:
    generated, derived = compare(GENERATED, fresh), compare(ROOT / TARGET, sync)
    for target, sources, differences in (
        ("generated/", "openapi/ and scripts/generation/templates/ generate", generated),
        (f"{TARGET}/", f"{SOURCE}/ derives to", derived),
    ):
        if differences:
            print(f"{target} differs from what {sources}:", file=sys.stderr)
            print("\n".join(f"  {line}" for line in differences), file=sys.stderr)
    if derived:
        print(f"Do not edit {TARGET}/; edit {SOURCE}/ instead.", file=sys.stderr)
    if generated or derived:
        print("Run scripts/regenerate and commit the result.", file=sys.stderr)
        return 1
    print(f"generated/ and {TARGET}/ are up to date")
    return 0
