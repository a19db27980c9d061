"""Trials of other versions of the generators: what they would change in `generated/`."""

from __future__ import annotations

import argparse
import ast
import json
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from attrs import frozen
from description.bundle import bundle, to_json
from public_api.surface import differences, surface

from generation.generators import PACKAGE, TOOLS, RegenerationError, files, replace

Environment = Callable[[Path, Sequence[str]], Path]
"""Makes an environment with these requirements in a folder, and returns its interpreter."""

MOST_LINES = 40
_VERSIONS = f"import importlib.metadata, json; print(json.dumps(list(map(importlib.metadata.version, {TOOLS}))))"


@frozen
class Trial:
    """The result of generating with other versions; `failure` is empty if it can be used."""

    versions: dict[str, str]
    tree: Path
    failure: str


def pinned(text: str) -> tuple[str, str]:
    """Parse `TOOL==VERSION`, for argparse."""
    tool, _, version = text.partition("==")
    if tool not in TOOLS or not re.fullmatch(r"\d[\w.+!-]*", version):
        raise argparse.ArgumentTypeError(f"{text!r} is not TOOL==VERSION with one of {', '.join(TOOLS)}")
    return tool, version


def install(folder: Path, requirements: Sequence[str]) -> Path:
    """Make an environment with these requirements and return its interpreter; only this needs the network."""
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", f"--python={python}", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "--retries=2", *requirements], capture_output=True, text=True, check=False)
    if done.returncode:
        reasons = re.findall("^ERROR: (.+)$", done.stderr, re.MULTILINE)
        reason = re.sub(r" \(from versions: .*?\)", "", reasons[0]) if reasons else _shortened(done.stderr)
        raise RegenerationError(f"pip cannot install {', '.join(requirements)}: {reason}")
    return python


def upgrade(root: Path, wanted: Mapping[str, str], *, write: bool, environment: Environment = install) -> int:
    """Try the given versions, or the newest of all tools if none is given, and report what they change.

    Raises:
        RegenerationError: The tools cannot be installed, or pyproject.toml does not pin them.
    """
    pins, others = _requirements(root)
    versions = {tool: f"=={wanted.get(tool, pin)}" if wanted else f">={pin}" for tool, pin in pins.items()}
    text = to_json(bundle(root / "openapi"))
    with tempfile.TemporaryDirectory(prefix="exa-websets-") as folder:
        trials = _Trials(root, Path(folder), text, others, environment)
        print("trying the generators in a new environment", flush=True)
        trial = trials.attempt("all", versions)
        for tool, pin in pins.items():
            new = trial.versions[tool]
            print(f"  {tool:24} {pin}{'' if new == pin else f' -> {new}'}", flush=True)
        if trial.failure:
            print(f"not usable: {trial.failure}", flush=True)
            changed = {tool: version for tool, version in trial.versions.items() if version != pins[tool]}
            for tool, version in changed.items() if len(changed) > 1 else ():
                alone = {name: f"=={pin}" for name, pin in {**pins, tool: version}.items()}
                print(f"  {tool} {version} alone: {trials.outcome(tool, alone)}", flush=True)
            return 1
        print("\n".join(describe(root / "generated", trial.tree)))
        if not write:
            print("nothing was changed; add --write to keep these versions")
            return 0
        _keep(root, trial)
    print("wrote generated/ and the pins in pyproject.toml; run scripts/test and commit both")
    return 0


@frozen
class _Trials:
    """The inputs that all trials share."""

    root: Path
    folder: Path
    document: str
    others: list[str]
    environment: Environment

    def attempt(self, name: str, versions: Mapping[str, str]) -> Trial:
        """Generate with these versions, in a folder of this name."""
        folder = self.folder / name
        folder.mkdir()
        requirements = [*(f"{tool}{version}" for tool, version in versions.items()), *self.others]
        python = self.environment(folder / "environment", requirements)
        document = folder / "document.json"
        document.write_text(self.document, encoding="utf-8", newline="\n")
        found = subprocess.run([python, "-c", _VERSIONS], capture_output=True, text=True, check=True).stdout
        command = [str(python), str(self.root / "scripts"), "generation.generators", str(document), str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        failure = _shortened(done.stderr.replace(f"{folder}/", "")) if done.returncode else ""
        return Trial(dict(zip(TOOLS, json.loads(found), strict=True)), folder / "generated", failure)

    def outcome(self, name: str, versions: Mapping[str, str]) -> str:
        """Return in one line what these versions change, or why they cannot be used."""
        try:
            trial = self.attempt(name, versions)
        except RegenerationError as error:
            return f"not usable: {error}"
        if trial.failure:
            return f"not usable: {trial.failure.splitlines()[-1]}"
        return describe(self.root / "generated", trial.tree)[0]


def describe(committed: Path, fresh: Path) -> list[str]:
    """Return how two generated trees differ, apart from the stamp: in bytes, in code, in public names."""
    old, new = _contents(committed), _contents(fresh)
    differing = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
    code = [name for name in differing if _code(name, old) != _code(name, new)]
    if not differing:
        return ["no difference"]
    if not code:
        return [f"only formatting changes, in {len(differing)} files"]
    lines = [
        f"{heading}\n" + "\n".join(_listed(entries))
        for heading, entries in public_changes(committed, fresh).items()
        if entries
    ]
    verdict = "public names or signatures change" if lines else "no public name or signature changes"
    return [verdict, *lines, f"the code of {len(code)} files changes", *_listed(code)]


def public_changes(committed: Path, fresh: Path) -> dict[str, list[str]]:
    """Return the public names that changed, with what was and what is, and the new ones."""
    added, changed = differences(*(surface(tree.parent, [PACKAGE]) for tree in (committed, fresh)))
    return {"changed": [f"{name} {text}" for name, text in changed.items()], "added": added}


def _requirements(root: Path) -> tuple[dict[str, str], list[str]]:
    """Return the pins of the tools, and the other requirements of the group `generate` in pyproject.toml."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    group: list[str] = project["dependency-groups"]["generate"]
    found = {tool: version for tool, _, version in (line.partition("==") for line in group) if version}
    if found.keys() != {*TOOLS}:
        raise RegenerationError(f"the group generate of pyproject.toml does not pin {', '.join(TOOLS)}")
    return {tool: found[tool] for tool in TOOLS}, [line for line in group if "==" not in line]


def _keep(root: Path, trial: Trial) -> None:
    project = root / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    for tool, version in trial.versions.items():
        text = re.sub(rf'"{tool}==[^"]*"', f'"{tool}=={version}"', text)
    replace(root / "generated", trial.tree)
    project.write_text(text, encoding="utf-8", newline="\n")


def _contents(tree: Path) -> dict[str, bytes]:
    names = {path.relative_to(tree).as_posix(): path for path in files(tree)}
    return {name: path.read_bytes() for name, path in names.items() if name != f"{PACKAGE}/stamp.json"}


def _code(name: str, contents: Mapping[str, bytes]) -> str | bytes | None:
    content = contents.get(name)
    return content if content is None or not name.endswith(".py") else ast.dump(ast.parse(content))


def _listed(entries: Sequence[str]) -> list[str]:
    more = [f"  and {len(entries) - MOST_LINES} more"] if len(entries) > MOST_LINES else []
    return [f"  - {entry}" for entry in entries[:MOST_LINES]] + more


def _shortened(text: str) -> str:
    """Return the first line, which names the tool, and the last ones, which name the error."""
    lines = [line.rstrip() for line in text.splitlines() if line.strip(" ^~") and line[0] not in "╭│╰"]
    return "\n".join(lines if len(lines) <= 6 else [lines[0], "…", *lines[-4:]])
