"""Which tests a mutant is tried with."""

from __future__ import annotations

import ast
import keyword
import re
from collections import defaultdict
from collections.abc import Generator
from difflib import SequenceMatcher
from itertools import chain, zip_longest
from pathlib import Path

from attrs import field, frozen
from generation.derive_sync import RULES, SOURCE, TARGET

from mutating.coverage_map import CoverageMap
from mutating.finding import PACKAGE
from mutating.likeness import likeness, likest, stems
from mutating.mutants import Mutant

MOST_TESTS = 60
MOST_SECONDS = 15.0
"""The limits of the first stage; the second one runs whole files."""
MOST_FILES = 25
_MOST_ALIKE = 3
_OVERHEAD = 0.1
"""The seconds of a test that takes no time."""
_RARE = 4
"""The number of test files with a rare word."""
_SIGNATURES = "tests/package/test_public_api.py"
_ANNOTATIONS = "tests/package/test_type_hints.py"
"""Tests that read sources, or run annotations, which is not recorded."""
_TRACED = "tests/websets/test_interrupted_anywhere.py"
"""A test that traces lines itself, which ends the recording."""


@frozen
class Selection:
    """The tests for one mutant."""

    is_covered: bool
    """Whether a recorded test runs the changed statement."""
    tests: tuple[str, ...]
    """Recorded tests that run it, fastest first."""
    functions: tuple[str, ...]
    """The files that read it or have its name, then the functions of all recorded tests that run it."""
    files: tuple[str, ...]
    """The files of all tests that may notice the mutant."""


@frozen
class Selector:
    """Selects tests with a map from lines to tests."""

    root: Path
    map: CoverageMap
    _twins: dict[str, dict[int, int]] = field(init=False, factory=dict[str, dict[int, int]])
    _tests_by_name: dict[str, list[frozenset[str]]] = field(init=False, factory=dict[str, list[frozenset[str]]])
    """The tests of each line that contains a name."""
    _descriptions: dict[str, frozenset[str]] = field(init=False, factory=dict[str, frozenset[str]])
    """The stems in the name and the docstring of each test function."""

    def __attrs_post_init__(self) -> None:
        for file in {_file(test) for test in self.map.seconds}:
            for node in ast.parse((self.root / file).read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef):
                    described = f"{node.name} {ast.get_docstring(node) or ''}"
                    self._descriptions[f"{file}::{node.name}"] = stems(described)
        for path, tests in self.map.lines.items():
            for number, line in enumerate((self.root / path).read_text(encoding="utf-8").splitlines(), start=1):
                if number in tests:
                    for name in _names(line):
                        self._tests_by_name.setdefault(name, []).append(tests[number])

    def select(self, mutant: Mutant) -> Selection:
        """Return the tests of the changed lines, else of the function, the file or the folder around them."""
        tests = self._tests_of(mutant.path, mutant.line, mutant.last_line)
        tests = tests or self._tests_of(mutant.path, *mutant.statement)
        is_covered = bool(tests)
        if not tests and mutant.scope:
            tests = self._tests_of(mutant.path, *mutant.scope)
            is_covered = bool(tests) and mutant.line < mutant.scope[0]  # a default
        if not tests:
            tests = self._tests_of(mutant.path, 1, len((self.root / mutant.path).read_text().splitlines()))
            # A line that is run by imports only is covered by all that use its names, or else its file.
            is_covered = bool(tests) and mutant.scope is None
        users = [*self._users(mutant)] if mutant.scope is None else []
        tests = frozenset[str]().union(*(found for _, found in users)) or tests
        files = self._files_by_words(mutant, tests) if mutant.scope is None else self._files(mutant, tests)
        by_name = self._files_by_name(mutant)  # the tests of child processes are not recorded
        readers = [file for file in _readers(mutant, is_covered) if (self.root / file).is_file()]
        files = [*dict.fromkeys((*readers, *files, *by_name) if is_covered else (*readers, *by_name, *files))]
        relevant = self._most_relevant(mutant, tests)
        in_order = sorted(relevant, key=lambda test: files.index(_file(test)))
        known = {function: self._descriptions.get(function, frozenset[str]()) for function in map(_function, relevant)}
        by_words = likest("\n".join((self._text_around(mutant), *(text for text, _ in users))), known)
        mixed = chain.from_iterable(zip_longest(relevant, by_words, in_order, fillvalue=""))
        first = (*readers, *(file for file in files[:_MOST_ALIKE] if likeness(mutant.path, file) > 1))
        functions = dict.fromkeys((*first, *(_function(test) for test in mixed if test and _file(test) not in first)))
        fastest = self._fastest(files, relevant, by_words)
        return Selection(is_covered, fastest, tuple(functions), tuple(files[:MOST_FILES]))

    def _tests_of(self, path: str, first: int, last: int) -> frozenset[str]:
        found = self.map.tests_of(path, first, last)
        if path.startswith(f"{SOURCE}/"):
            twin = path.replace(SOURCE, TARGET)
            lines = (self._twin_lines(path, twin).get(line) for line in range(first, last + 1))
            found = found.union(*(self.map.tests_of(twin, line, line) for line in lines if line))
        return found

    def _text_around(self, mutant: Mutant) -> str:
        """Return the function around a mutant, else its statement."""
        first, last = mutant.scope or mutant.statement
        return "\n".join((self.root / mutant.path).read_text(encoding="utf-8").splitlines()[first - 1 : last])

    def _users(self, mutant: Mutant) -> Generator[tuple[str, frozenset[str]]]:
        """Yield the lines with a name that the changed statement assigns, with those next to it, and their tests."""
        lines = (self.root / mutant.path).read_text(encoding="utf-8").splitlines()
        first, last = mutant.statement
        targets, equals, _ = "\n".join(lines[first - 1 : last]).partition("=")
        names = re.findall(r"\b[A-Za-z_]\w{3,}", targets.partition(":")[0]) if equals else []
        if not names:
            return
        pattern = re.compile(rf"\b({'|'.join(names)})\b")
        for path, tests in self.map.lines.items():
            lines = (self.root / path).read_text(encoding="utf-8").splitlines()
            for number, line in enumerate(lines, start=1):
                is_its_own = path == mutant.path and first <= number <= last
                if number in tests and not is_its_own and pattern.search(line):
                    yield "\n".join(lines[max(number - 3, 0) : number + 2]), tests[number]

    def _most_relevant(self, mutant: Mutant, tests: frozenset[str]) -> list[str]:
        """Return tests, first the fast ones that run lines with the changed names which few tests run.

        If a condition changes, these tests run what depends on it.
        """
        scores = dict.fromkeys(sorted(tests), 0.0)
        for name in _names(mutant.before) or _names(mutant.text):
            found = self._tests_by_name.get(name, [])
            for runners in found:
                for test in runners & tests:
                    scores[test] = max(scores[test], 1 / len(runners) / len(found))
        return sorted(scores, key=lambda test: -scores[test] / (self.map.seconds[test] + _OVERHEAD))

    def _twin_lines(self, path: str, twin: str) -> dict[int, int]:
        """Return the line of the derived file for each line of a file in `_async`."""
        if path not in self._twins:
            text = (self.root / path).read_text(encoding="utf-8")
            for pattern, replacement in RULES.items():
                text = pattern.sub(replacement, text)
            both = (text, (self.root / twin).read_text(encoding="utf-8"))
            ours, theirs = ([line.strip() for line in one.splitlines()] for one in both)
            blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
            self._twins[path] = {
                block.a + offset + 1: block.b + offset + 1 for block in blocks for offset in range(block.size)
            }
        return self._twins[path]

    def _files(self, mutant: Mutant, tests: frozenset[str]) -> list[str]:
        """Return the files of some tests.

        Those with a rare word of the change come first, then those named like the mutant's file, and then those with
        most tests.
        """
        counts: defaultdict[str, int] = defaultdict(int)
        for test in tests:
            counts[_file(test)] += 1
        rare = self._files_with_rare_words(mutant, [*counts])
        return sorted(counts, key=lambda file: (file not in rare, -likeness(mutant.path, file), -counts[file], file))

    def _files_with_rare_words(self, mutant: Mutant, files: list[str]) -> set[str]:
        texts = {file: (self.root / file).read_text(encoding="utf-8") for file in files}
        found: set[str] = set()
        for word in {*re.findall(r"\w{6,}", mutant.before)}:
            having = [file for file, text in texts.items() if word in text]
            found.update(having if len(having) <= _RARE else ())
        return found

    def _files_by_words(self, mutant: Mutant, tests: frozenset[str]) -> list[str]:
        """Return the files of some tests: those that contain the words of a line that is run by imports first.

        Imports do not say which tests use a constant.
        """
        words = {*re.findall(r"\w{4,}", mutant.text)}
        texts = {file: (self.root / file).read_text(encoding="utf-8") for file in self._files(mutant, tests)}
        return sorted(texts, key=lambda file: -sum(word in texts[file] for word in words))

    def _files_by_name(self, mutant: Mutant) -> list[str]:
        files = sorted({_file(test) for test in self.map.seconds})
        likest = max((likeness(mutant.path, file) for file in files), default=0)
        return [file for file in files if likest and likeness(mutant.path, file) == likest]

    def _fastest(self, files: list[str], relevant: list[str], by_words: list[str]) -> tuple[str, ...]:
        """Return a row of the tests with the likest descriptions, the most relevant tests, and tests of many files."""
        by_file: defaultdict[str, list[str]] = defaultdict(list)
        for test in sorted(relevant, key=lambda test: (self.map.seconds[test], test)):
            by_file[_file(test)].append(test)
        rank = {test: (index, files.index(file)) for file, found in by_file.items() for index, test in enumerate(found)}
        spread = sorted(relevant, key=lambda test: rank[test])
        chosen: list[str] = []
        seconds = 0.0
        rows = {_function(test): test for test in reversed(spread)}
        for tests, share in (([rows[function] for function in by_words], 0.3), (relevant, 0.6), (spread, 1)):
            for test in tests:
                fits = len(chosen) < MOST_TESTS * share and seconds + self.map.seconds[test] <= MOST_SECONDS * share
                if fits and test not in chosen:
                    chosen.append(test)
                    seconds += self.map.seconds[test]
        chosen = chosen or spread[:1]
        return tuple(sorted(chosen, key=lambda test: (self.map.seconds[test], test)))


def _names(text: str) -> set[str]:
    return {name for name in re.findall(r"\b[A-Za-z_]\w{3,}", text) if not keyword.iskeyword(name)}


def _readers(mutant: Mutant, is_covered: bool) -> list[str]:
    """Return the files of tests that read signatures, annotations or public names, or run lines unrecorded."""
    is_signature = mutant.scope is not None and mutant.line < mutant.scope[0]
    if is_signature or (mutant.scope is None and mutant.path == f"{PACKAGE}/__init__.py"):
        return [_SIGNATURES]
    return [_ANNOTATIONS] if "LazyModule(" in mutant.text else [] if is_covered else [_TRACED]


def _file(test: str) -> str:
    return test.partition("::")[0]


def _function(test: str) -> str:
    """Return the name of a test without its row."""
    return test.partition("[")[0]
