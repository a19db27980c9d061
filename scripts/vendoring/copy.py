"""A vendored copy: its files, its manifest, and its changes since it was created."""

from __future__ import annotations

import hashlib
import json
import keyword
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, TypeGuard, cast

PACKAGES = {"exa_websets": "overrides", "exa_websets_generated": "generated"}
MANIFEST = "exa_websets/vendored.json"
# Files that need an extra; a copy with --core does not include them.
OPTIONAL = (
    "exa_websets/__main__.py",
    "exa_websets/cli/",
    "exa_websets/emulator/",
    "exa_websets/pydantic.py",
    "exa_websets/pytest_plugin.py",
    "exa_websets_generated/pydantic_models.py",
)
# Build tools of other repositories put these files next to the sources.
FOREIGN = ("BUILD", "BUILD.bazel")
_NAMING = re.compile(rb"^([ \t]*from )(?=exa_websets_generated\b)", re.MULTILINE)
_NOTE = """\
# exa-websets {version}, a vendored copy

- Packages: `{prefix}exa_websets` and `{prefix}exa_websets_generated`, in the parent folder of this one.
- Source: version {version}, API document {document_version} with the sha256 `{document_sha256}`.
- Left out: {left_out}.
- Changed: {changed}.
- Needs: {needs}.
- To update: run `scripts/vendor DEST --update` in a newer checkout of exa-websets; DEST is the parent folder.
- To list local edits: `scripts/vendor DEST --check`; `vendored.json` has the hash of each file.
- License: {license}, in `LICENSE`, for both packages.
"""


class VendorError(Exception):
    """A copy cannot be created, read or updated."""


class Manifest(NamedTuple):
    """What was copied: the version, the package name of the folder, and the hash of every file."""

    version: str
    document_sha256: str
    package: str | None
    core: bool
    files: dict[str, str]


class Change(NamedTuple):
    """A change of a file in the copy: `edited`, `added` or `removed`."""

    what: str
    path: str


def contents(root: Path, package: str | None, core: bool) -> dict[str, bytes]:
    """Return the files of a copy by their paths relative to its folder, without the manifest."""
    files: dict[str, bytes] = {}
    renamed: list[str] = []
    for path in present(root / home for home in PACKAGES.values()):
        name = path.relative_to(root).as_posix().partition("/")[2]
        if name.partition("/")[0] not in PACKAGES or (core and name.startswith(OPTIONAL)):
            continue
        files[name] = path.read_bytes()
        if package and name.startswith("exa_websets/") and _NAMING.search(files[name]):
            files[name] = _NAMING.sub(rb"\g<1>" + f"{package}.".encode(), files[name])
            renamed.append(name.rpartition("/")[2])
    files["exa_websets/LICENSE"] = (root / "LICENSE").read_bytes()
    files["exa_websets/VENDORED.md"] = _note(root, package, core, renamed).encode()
    return dict(sorted(files.items()))


def manifest_of(root: Path, package: str | None, core: bool, files: dict[str, bytes]) -> Manifest:
    """Return the manifest of these files."""
    hashes = {path: _sha256(content) for path, content in files.items()}
    return Manifest(version_of(root), _stamp(root)["document_sha256"], package, core, hashes)


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a copy.

    Raises:
        VendorError: The manifest is missing or invalid.
    """
    path = folder / MANIFEST
    try:
        data: Any = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        raise VendorError(f"{folder} has no vendored copy: there is no {MANIFEST}") from None
    except ValueError as error:
        raise VendorError(f"{path} cannot be read: {error}") from None
    match data:
        case {
            "version": str(version),
            "document_sha256": str(document),
            "package": str() | None as package,
            "core": bool(core),
            "files": files,
        } if _are_files(files) and (package is None or is_package(package)):
            return Manifest(version, document, package, core, files)
        case _:
            raise VendorError(f"{path} is not a manifest of a vendored copy")


def differences(folder: Path, manifest: Manifest) -> list[Change]:
    """Return the files that were edited, added or removed since the copy was created."""
    present_files = {path.relative_to(folder).as_posix(): path for path in present(folder / name for name in PACKAGES)}
    present_files.pop(MANIFEST, None)
    known = manifest.files
    changes = [Change("added", path) for path in present_files if path not in known]
    for path, value in known.items():
        if path not in present_files:
            changes.append(Change("removed", path))
        elif (content := content_of(present_files[path])) is None or _sha256(content) != value:
            changes.append(Change("edited", path))
    return sorted(changes, key=lambda change: change.path)


def present(folders: Iterable[Path]) -> list[Path]:
    """Return the files in these folders, without caches, hidden files and files of build tools."""
    return [
        path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if (path.is_file() or path.is_symlink())
        and path.name not in FOREIGN
        and not any(part == "__pycache__" or part.startswith(".") for part in path.relative_to(folder).parts)
    ]


def content_of(path: Path) -> bytes | None:
    """Return the content of a file, or None if it does not exist."""
    return path.read_bytes() if path.is_file() else None


def to_json(manifest: Manifest) -> bytes:
    """Return the content of the manifest file."""
    return (json.dumps(manifest._asdict(), indent=2) + "\n").encode()


def is_package(name: str) -> bool:
    """Return True if an import statement can name this package."""
    return all(part.isidentifier() and not keyword.iskeyword(part) for part in name.split("."))


def version_of(root: Path) -> str:
    """Return the version of this checkout."""
    text = (root / "overrides" / "exa_websets" / "_version.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "(.+)"$', text, re.MULTILINE)
    if not found:
        raise VendorError("overrides/exa_websets/_version.py has no version")
    return found[1]


def _note(root: Path, package: str | None, core: bool, renamed: list[str]) -> str:
    project: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras: dict[str, list[str]] = {} if core else project["optional-dependencies"]
    needs = [_quoted(project["dependencies"])]
    needs += [f"for `{name}` also {_quoted(extras[name])}" for name in sorted(extras)]
    changed = f"one line in each of {_quoted(renamed)}, which imports the other package; nothing else"
    stamp = _stamp(root)
    return _NOTE.format(
        version=version_of(root),
        prefix=f"{package}." if package else "",
        document_version=stamp["document_version"],
        document_sha256=stamp["document_sha256"],
        left_out=f"what needs an extra, {_quoted(OPTIONAL)}" if core else "nothing",
        changed=changed if package else "nothing",
        needs="; ".join(needs),
        license=project["license"],
    )


def _stamp(root: Path) -> dict[str, str]:
    stamp: dict[str, str] = json.loads((root / "generated" / "exa_websets_generated" / "stamp.json").read_bytes())
    return stamp


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _are_files(node: Any) -> TypeGuard[dict[str, str]]:
    """Return True if all paths are inside the copy, so that a manipulated manifest cannot affect other files."""
    return isinstance(node, dict) and all(map(_is_inside, cast("dict[object, object]", node).items()))


def _is_inside(entry: tuple[object, object]) -> bool:
    name, value = entry
    if not isinstance(name, str) or not isinstance(value, str):
        return False
    parts = PurePosixPath(name).parts
    return len(parts) > 1 and parts[0] in PACKAGES and ".." not in parts and "\\" not in name
