"""Copy both packages into a folder of another repository, check that copy, or update it to this version.

DEST is the folder for `exa_websets` and `exa_websets_generated`, such as `third_party`. Other files in it are left
alone. The exit code is 0, 1 if the copy was edited, and 2 for an error.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from common.paths import ROOT

from vendoring.copy import (
    MANIFEST,
    PACKAGES,
    Change,
    Manifest,
    VendorError,
    content_of,
    contents,
    differences,
    is_package,
    manifest_of,
    read_manifest,
    to_json,
)


def main() -> int:
    parser = _parser()
    arguments = parser.parse_args()
    if arguments.check and (arguments.package is not None or arguments.core is not None):
        parser.error("--check cannot be combined with --package or --core, which it reads from the copy")
    if arguments.force and not arguments.update:
        parser.error("--force requires --update")
    folder = Path(os.path.abspath(arguments.dest))
    try:
        if arguments.package is not None and not is_package(arguments.package):
            raise VendorError(f"{arguments.package!r} is not the dotted name of a package")
        if arguments.check:
            return check(folder)
        if arguments.update:
            return update(folder, arguments.package, arguments.core, force=arguments.force)
        return copy(folder, arguments.package, bool(arguments.core))
    except (VendorError, OSError) as error:
        print(f"scripts/vendor: {error}", file=sys.stderr)
        return 2


def copy(folder: Path, package: str | None, core: bool) -> int:
    """Create a copy."""
    _refuse_places(folder, package)
    if (folder / MANIFEST).exists():
        raise VendorError(f"{folder} already has a vendored copy; use --update to update it")
    for name in PACKAGES:
        if os.path.lexists(folder / name):
            raise VendorError(f"{folder / name} already exists and is not a vendored copy; nothing was written")
    files = contents(ROOT, package, core)
    manifest = manifest_of(ROOT, package, core, files)
    _write(folder, files, manifest)
    print(f"copied exa-websets {manifest.version} to {folder}: {len(files)} files and {MANIFEST}")
    _print_missing_inits(folder, package)
    return 0


def check(folder: Path) -> int:
    """Print the changes of a copy since it was created."""
    manifest = read_manifest(folder)
    changes = differences(folder, manifest)
    if not changes:
        print(f"the copy of exa-websets {manifest.version} in {folder} is unchanged")
        return 0
    print(f"the copy of exa-websets {manifest.version} in {folder} was changed:", file=sys.stderr)
    _print_changes(changes)
    return 1


def update(folder: Path, package: str | None, core: bool | None, *, force: bool) -> int:
    """Update a copy to this checkout; keep its package name and contents unless others are given."""
    old = read_manifest(folder)
    package = old.package if package is None else package
    core = old.core if core is None else core
    _refuse_places(folder, package)
    files = contents(ROOT, package, core)
    lost = [change for change in differences(folder, old) if _would_be_lost(change, folder, files)]
    if lost and not force:
        print(f"an update of {folder} would overwrite these changes; use --force to update anyway:", file=sys.stderr)
        _print_changes(lost)
        return 1
    manifest = manifest_of(ROOT, package, core, files)
    gone = sorted(old.files.keys() - files.keys())
    written = _write(folder, files, manifest, gone)
    versions = f"{old.version} to {manifest.version}"
    print(f"updated exa-websets {versions} in {folder}: {written} files written, {len(gone)} removed")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/vendor", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dest", metavar="DEST", help="the folder that holds the two packages")
    parser.add_argument(
        "--package",
        metavar="NAME",
        help="the package name of DEST, such as acme.third_party (default: DEST is a source root)",
    )
    parser.add_argument(
        "--core",
        action=argparse.BooleanOptionalAction,
        help="leave out what needs an extra: command line, emulator, pytest plugin, pydantic models",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="list the files that were edited, added or removed")
    what.add_argument("--update", action="store_true", help="update the copy in DEST to this version")
    parser.add_argument("--force", action="store_true", help="with --update: overwrite local edits")
    return parser


def _refuse_places(folder: Path, package: str | None) -> None:
    if folder.exists() and not folder.is_dir():
        raise VendorError(f"{folder} is not a folder")
    own = [(ROOT / home).resolve() for home in PACKAGES.values()]
    for place in (folder, *(folder / name for name in PACKAGES)):
        if any(place.resolve().is_relative_to(home) for home in own):
            raise VendorError(f"{folder} is inside the packages of this checkout")
    parts = tuple(package.split(".")) if package else ()
    if parts and folder.parts[-len(parts) :] != parts:
        raise VendorError(f"{folder} cannot be the package {package}: its path does not end in {'/'.join(parts)}")


def _would_be_lost(change: Change, folder: Path, files: dict[str, bytes]) -> bool:
    if change.what == "added" and change.path not in files:
        return False
    return content_of(folder / change.path) != files.get(change.path)


def _write(folder: Path, files: dict[str, bytes], manifest: Manifest, gone: Iterable[str] = ()) -> int:
    """Write changed files, remove obsolete ones, and write the manifest last, so that an update can be repeated."""
    written = 0
    for name, content in files.items():
        path = folder / name
        if content_of(path) != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            path.write_bytes(content)
            written += 1
    for name in gone:
        (folder / name).unlink(missing_ok=True)
        _prune((folder / name).parent)
    (folder / MANIFEST).write_bytes(to_json(manifest))
    return written


def _prune(folder: Path) -> None:
    """Remove folders that are empty or only contain bytecode, which Python would still import."""
    while folder.is_dir() and not any(path.name != "__pycache__" for path in folder.iterdir()):
        shutil.rmtree(folder)
        folder = folder.parent


def _print_changes(changes: list[Change]) -> None:
    for what, path in changes:
        print(f"  {what}: {path}", file=sys.stderr)


def _print_missing_inits(folder: Path, package: str | None) -> None:
    chain = [folder, *folder.parents][: len(package.split("."))] if package else []
    bare = [str(parent) for parent in reversed(chain) if not (parent / "__init__.py").exists()]
    if bare:
        print(f"no __init__.py in {', '.join(bare)}: Python treats these as namespace packages")
