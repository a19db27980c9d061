"""All mutants of the given files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from mutating.mutants import Mutant, Span
from mutating.operators import Source, changes
from mutating.skipped import children

PACKAGE = "overrides/exa_websets"
NOT_CORE = ("_sync", "cli", "emulator", "pytest_plugin.py", "__main__.py")
"""What is left out unless it is named. `_sync` is derived, so it is mutated with `_async`."""


def files_of(root: Path, paths: list[str]) -> list[str]:
    """Return the files to mutate, as paths in the checkout: those of the core if none are given.

    Raises:
        ValueError: a path is not in `overrides`, has no Python files, or is derived.
    """
    if not paths:
        parts = sorted((root / PACKAGE).iterdir())
        paths = [str(part) for part in parts if part.name not in NOT_CORE and (part.is_dir() or part.suffix == ".py")]
    found: set[str] = set()
    for path in paths:
        place = (root / path).resolve()
        if not place.is_relative_to(root / "overrides"):
            raise ValueError(f"{path} is not in overrides")
        if place.is_relative_to(root / PACKAGE / "_sync"):
            raise ValueError(f"{path} is derived from _async; name that file instead")
        files = sorted(place.rglob("*.py")) if place.is_dir() else [place]
        if not all(file.is_file() for file in files) or not (files or place.name == "__pycache__"):
            raise ValueError(f"{path} has no Python files")
        found.update(file.relative_to(root).as_posix() for file in files)
    return sorted(found)


def mutants_of(root: Path, path: str) -> list[Mutant]:
    """Return all mutants of a file."""
    return find(path, (root / path).read_text(encoding="utf-8"))


def find(path: str, text: str) -> list[Mutant]:
    """Return all mutants of a source that compile, in the order of their places."""
    source = Source.of(text)
    found: dict[tuple[int, int, str], Mutant] = {}
    for node, parents in _walk(ast.parse(text), ()):
        for start, end, after in changes(source, node, parents):
            mutant = _mutant(path, source, (node, *parents), Span(start, end), after)
            if mutant.before != after and _compiles(mutant.apply(text)):
                found.setdefault((start, end, after), mutant)
    return [found[key] for key in sorted(found)]


def _walk(node: ast.AST, parents: tuple[ast.AST, ...]) -> Iterator[tuple[ast.AST, tuple[ast.AST, ...]]]:
    yield node, parents
    for child in children(node):
        yield from _walk(child, (node, *parents))


def _mutant(path: str, source: Source, nodes: tuple[ast.AST, ...], span: Span, after: str) -> Mutant:
    text = source.text
    line, last_line = (text.count("\n", 0, position) + 1 for position in (span.start, span.end))
    statement = next((node for node in nodes if isinstance(node, (ast.stmt, ast.ExceptHandler))), None)
    scope = next((node for node in nodes if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))), None)
    return Mutant(
        path=path,
        line=line,
        last_line=last_line,
        statement=_head(statement) if statement else (line, last_line),
        scope=(scope.body[0].lineno, scope.end_lineno or scope.lineno) if scope else None,
        span=span,
        before=text[span.start : span.end],
        after=after,
        text=text.splitlines()[line - 1].strip(),
    )


def _head(statement: ast.stmt | ast.ExceptHandler) -> tuple[int, int]:
    """Return the lines of a statement, without those of the statements in it."""
    body = getattr(statement, "body", None)
    last = max(statement.lineno, body[0].lineno - 1) if body else statement.end_lineno or statement.lineno
    return statement.lineno, last


def _compiles(text: str) -> bool:
    try:
        compile(text, "mutant", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True
