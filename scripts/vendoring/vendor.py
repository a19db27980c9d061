"""Copy both packages into a folder of another repository, check that copy, or bring it to this version.

DEST is the folder that shall hold `exa_websets` and `exa_websets_generated`, such as `third_party`; whatever else is in
it stays untouched. The exit code is 0, 1 if the copy was edited, and 2 if nothing could be done.
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
        parser.error("--check takes the package and the parts from the copy")
    if arguments.force and not arguments.update:
        parser.error("--force goes with --update")
    folder = Path(os.path.abspath(arguments.dest))
    try:
        if arguments.package is not None and not is_package(arguments.package):
            raise VendorError(f"{arguments.package!r} is no dotted name of a package")
        if arguments.check:
            return check(folder)
        if arguments.update:
            return update(folder, arguments.package, arguments.core, force=arguments.force)
        return copy(folder, arguments.package, bool(arguments.core))
    except (VendorError, OSError) as error:
        print(f"scripts/vendor: {error}", file=sys.stderr)
        return 2


def copy(folder: Path, package: str | None, core: bool) -> int:
    """Make a first copy."""
    _refuse_places(folder, package)
    if (folder / MANIFEST).exists():
        raise VendorError(f"{folder} has a vendored copy already; --update brings it to this version")
    for name in PACKAGES:
        if os.path.lexists(folder / name):
            raise VendorError(f"{folder / name} is there already and is no vendored copy; nothing was written")
    files = contents(ROOT, package, core)
    manifest = manifest_of(ROOT, package, core, files)
    _write(folder, files, manifest)
    print(f"copied exa-websets {manifest.version} to {folder}: {len(files)} files and {MANIFEST}")
    _tell_of_missing_inits(folder, package)
    return 0


def check(folder: Path) -> int:
    """Tell what was done to a copy since it was made."""
    manifest = read_manifest(folder)
    changes = differences(folder, manifest)
    if not changes:
        print(f"the copy of exa-websets {manifest.version} in {folder} is as it was made")
        return 0
    print(f"the copy of exa-websets {manifest.version} in {folder} is not as it was made:", file=sys.stderr)
    _print_changes(changes)
    return 1


def update(folder: Path, package: str | None, core: bool | None, *, force: bool) -> int:
    """Bring a copy to the version of this checkout, with the package and the parts that it has unless told others."""
    old = read_manifest(folder)
    package = old.package if package is None else package
    core = old.core if core is None else core
    _refuse_places(folder, package)
    files = contents(ROOT, package, core)
    lost = [change for change in differences(folder, old) if _would_be_lost(change, folder, files)]
    if lost and not force:
        print(f"an update of {folder} would undo these changes; --force does it all the same:", file=sys.stderr)
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
        help="the package that DEST is, such as acme.third_party; without it DEST is a source root",
    )
    parser.add_argument(
        "--core",
        action=argparse.BooleanOptionalAction,
        help="leave out what needs an extra: command line, emulator, pytest plugin, pydantic models",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="name the files that were edited, added or removed")
    what.add_argument("--update", action="store_true", help="bring the copy in DEST to this version")
    parser.add_argument("--force", action="store_true", help="let --update undo edits")
    return parser


def _refuse_places(folder: Path, package: str | None) -> None:
    if folder.exists() and not folder.is_dir():
        raise VendorError(f"{folder} is no folder")
    own = [(ROOT / home).resolve() for home in PACKAGES.values()]
    for place in (folder, *(folder / name for name in PACKAGES)):
        if any(place.resolve().is_relative_to(home) for home in own):
            raise VendorError(f"{folder} leads into the packages of this checkout itself")
    parts = tuple(package.split(".")) if package else ()
    if parts and folder.parts[-len(parts) :] != parts:
        raise VendorError(f"{folder} cannot be the package {package}: its path does not end in {'/'.join(parts)}")


def _would_be_lost(change: Change, folder: Path, files: dict[str, bytes]) -> bool:
    if change.what == "added" and change.path not in files:
        return False
    return content_of(folder / change.path) != files.get(change.path)


def _write(folder: Path, files: dict[str, bytes], manifest: Manifest, gone: Iterable[str] = ()) -> int:
    """Write what differs, remove what is gone, and the manifest last, so that a broken-off update can be repeated."""
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
    """Remove a folder that holds nothing or only bytecode: Python would still import it."""
    while folder.is_dir() and not any(path.name != "__pycache__" for path in folder.iterdir()):
        shutil.rmtree(folder)
        folder = folder.parent


def _print_changes(changes: list[Change]) -> None:
    for what, path in changes:
        print(f"  {what}: {path}", file=sys.stderr)


def _tell_of_missing_inits(folder: Path, package: str | None) -> None:
    chain = [folder, *folder.parents][: len(package.split("."))] if package else []
    bare = [str(parent) for parent in reversed(chain) if not (parent / "__init__.py").exists()]
    if bare:
        print(f"no __init__.py in {', '.join(bare)}: none was made; Python takes them for namespace packages")
