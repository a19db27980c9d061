"""The synchronous client, derived from the asynchronous one.

People write `overrides/exa_websets/_async`. `_sync` is the same text after the replacements below, formatted. What
differs by more than words has the same name in `_runtime/tasks.py` and `_runtime/threads.py`. A docstring that names
both clients has the asynchronous name in backticks, which the rules do not change.
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
RULES = {
    re.compile(pattern): replacement
    for pattern, replacement in (
        (r"\basync (?=def |with |for )", ""),
        (r"\bawait ", ""),
        (r"\bAwaitable\[([\w.]+)\]", r"\1"),
        (r"\bAbstractAsyncContextManager\b", "AbstractContextManager"),
        (r"\basynccontextmanager\b", "contextmanager"),
        (r"\baclosing\b", "closing"),
        (r"\baclose\b", "close"),
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
    """Write the synchronous form of a checkout's asynchronous client to an empty folder.

    Raises:
        DerivationError: No module needs one of the rules, or ruff rejects the result.
    """
    unused = {*RULES}
    for path in sorted((root / SOURCE).glob("*.py")):
        text = path.read_text(encoding="utf-8")
        for pattern, replacement in RULES.items():
            text, count = pattern.subn(replacement, text)
            if count:
                unused.discard(pattern)
        derived = HEADER.format(name=path.name) + text
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
