"""The synchronous client, derived from the asynchronous one.

`overrides/exa_websets/_async` is written by hand; the rules below, which replace words, turn it into `_sync`. Code that
differs by more than a word is in `_runtime/tasks.py` and `_runtime/threads.py`, under the same names. A docstring that
mentions both clients puts the asynchronous name in backticks, which the rules do not replace.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from common.paths import ROOT

SOURCE = "overrides/exa_websets/_async"
TARGET = "overrides/exa_websets/_sync"
HEADER = "# Derived from _async/{name} by scripts/regenerate. Edit that file instead.\n"
ROOM = '''"""The synchronous client, derived from `_async` by `scripts/regenerate`. Do not edit this folder.

May import what `_async` may import, but not `_async` itself.
Guaranteed here: it does what `_async` does, with the functions of `_runtime.threads` in place of those of
`_runtime.tasks`; `scripts/regenerate --check` fails if it is anything else.
"""
'''
RULES = {
    re.compile(pattern): replacement
    for pattern, replacement in (
        (r"\basync (?=(def|with|for)\b)", ""),
        (r"\bawait ", ""),
        (r"\bAwaitable\[([\w.]+)\]", r"\1"),
        (r"\bAbstractAsyncContextManager\b", "AbstractContextManager"),
        (r"\basynccontextmanager\b", "contextmanager"),
        (r"\baclosing\b", "closing"),
        (r"\baclose\b", "close"),
        (r"\bathrow\b", "throw"),
        (r"\b__a(?=enter__|exit__)", "__"),
        (r"\b_runtime\.tasks\b", "_runtime.threads"),
        (r"\basync_sleep\b", "sleep"),
        (r"\bset_async_httpx_client\b", "set_httpx_client"),
        (r"(?<!`)\bAsync(?=[A-Z]\w+)", ""),
    )
}


class DerivationError(Exception):
    """The synchronous client cannot be derived."""


def derive(root: Path, target: Path) -> None:
    """Derive the synchronous client of a checkout into an empty folder.

    Raises:
        DerivationError: a rule replaces nothing and has to be deleted, or ruff rejects the result.
    """
    unused = {*RULES}
    for path in sorted((root / SOURCE).glob("*.py")):
        text = path.read_text(encoding="utf-8")
        try:
            compile(text, path.name, "exec", dont_inherit=True)
        except SyntaxError as error:
            raise DerivationError(f"{SOURCE}/{path.name}:{error.lineno}: {error.msg}") from None
        for pattern, replacement in RULES.items():
            text, count = pattern.subn(replacement, text)
            if count:
                unused.discard(pattern)
        derived = HEADER.format(name=path.name) + (ROOM if path.name == "__init__.py" else text)
        (target / path.name).write_text(derived, encoding="utf-8", newline="\n")
    if unused:
        rules = "".join(f"\n  {pattern.pattern}" for pattern in RULES if pattern in unused)
        raise DerivationError(f"no module in {SOURCE} needs these rules of {Path(__file__).name}; delete them:{rules}")
    _ruff("check", "--fix-only", "--select=F401,I", target=target)
    _ruff("format", target=target)


def _ruff(*command: str, target: Path) -> None:
    config = f"--config={ROOT / 'pyproject.toml'}"
    arguments = [sys.executable, "-m", "ruff", *command, "--quiet", "--no-cache", config, str(target)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DerivationError(f"ruff does not accept what is derived from {SOURCE}:\n{done.stdout}{done.stderr}")
