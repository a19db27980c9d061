"""A private copy of the checkout, in which one mutant at a time is planted."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from common.paths import SCRIPTS
from generation.derive_sync import SOURCE, TARGET, DerivationError, derive

from mutating.mutants import Mutant

_LEFT_OUT = (".git", ".venv", ".*cache*", ".hypothesis", "build", "dist", "*.egg-info", "__pycache__")


class Tree:
    """A copy of a checkout."""

    def __init__(self, checkout: Path, folder: Path) -> None:
        self.root = folder / "tree"
        self.scratch = folder / "scratch"
        shutil.copytree(checkout, self.root, symlinks=True, ignore=shutil.ignore_patterns(*_LEFT_OUT))
        self.scratch.mkdir()
        if (checkout / ".venv").is_dir():
            (self.root / ".venv").symlink_to(checkout / ".venv")
        self._planted = 0

    def environment(self) -> dict[str, str]:
        """Return the environment in which the packages are imported from this copy."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("EXA_", "COV_", "PYTEST_"))}
        path = (self.root / "overrides", self.root / "generated", SCRIPTS)
        return {**kept, "PYTHONPATH": os.pathsep.join(map(str, path)), "TMPDIR": str(self.scratch)}

    def plant(self, mutant: Mutant) -> dict[Path, str]:
        """Change a source, derive `_sync` again if it is in `_async`, and return the texts to restore.

        Raises:
            DerivationError: `_sync` cannot be derived from this mutant.
        """
        file = self.root / mutant.path
        text = file.read_text(encoding="utf-8")
        originals = {file: text}
        self.write(file, mutant.apply(text))
        if mutant.path.startswith(f"{SOURCE}/"):
            try:
                originals |= self._derive()
            except DerivationError:
                self.restore(originals)
                raise
        return originals

    def restore(self, originals: dict[Path, str]) -> None:
        """Write the original texts."""
        for file, text in originals.items():
            self.write(file, text)

    def write(self, file: Path, text: str) -> None:
        """Write a source such that no bytecode of another text is used for it.

        Bytecode belongs to a size and a time in seconds, which two mutants can share.
        """
        file.write_text(text, encoding="utf-8", newline="")
        self._planted += 1
        os.utime(file, (self._planted, self._planted))
        for bytecode in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
            bytecode.unlink()

    def _derive(self) -> dict[Path, str]:
        originals: dict[Path, str] = {}
        with tempfile.TemporaryDirectory(dir=self.scratch) as derived:
            derive(self.root, Path(derived))
            for new in Path(derived).glob("*.py"):
                old = self.root / TARGET / new.name
                before, after = (file.read_text(encoding="utf-8") for file in (old, new))
                if before != after:
                    originals[old] = before
                    self.write(old, after)
        return originals
