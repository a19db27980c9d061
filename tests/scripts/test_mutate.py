"""`scripts/mutate` knows many ways to change a source, and reports which of them no test notices."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from mutating import equivalents, mutate
from mutating.coverage_map import CoverageMap
from mutating.equivalents import Equivalent
from mutating.finding import files_of, find, mutants_of
from mutating.mutants import Mutant
from mutating.selection import Selector
from mutating.tree import Tree
from support.paths import ROOT

CHANGES = {
    "a < b": {"a <= b"},
    "a is  not b": {"a is b"},
    "a not in b": {"a in b"},
    "a < b == c": {"a <= b == c", "a < b != c"},
    "(a) == (b)": {"(a) != (b)"},
    "a and b or c": {"a or b or c", "a and b and c"},
    "not a": {"a"},
    "x = True": {"x = False"},
    "x = 5": {"x = 6", "x = 4"},
    "x = 0": {"x = 1"},
    'x = "é" + "text"': {'x = "" + "text"', 'x = "é" + ""'},
    "x = a + b": {"x = a - b"},
    "x += a": {"x -= a"},
    "f(a)": {"pass"},
    "f(a, k=b, l=c)": {"pass", "f(a, l=c)", "f(a, k=b)"},
    "x = f(k=a)": {"x = f()"},
    "x = f(a, k=b)": {"x = f(a)"},
    "x = a if b else c": {"x = a if True else c", "x = a if False else c"},
    "x = [a for a in b if c]": {"x = [a for a in b if True]"},
    "if a: x = b": {"if True: x = b", "if False: x = b"},
    "while a: x = b": {"while False: x = b"},
    "while True: x = a": {"while False: x = a"},
    "raise ValueError('a')": {"pass"},
    "def f(): return a": {"def f(): return None"},
    "async def f(): await a(b)": {"async def f(): pass"},
    "for x in a: break": {"for x in a: continue"},
    "for x in a: continue": {"for x in a: break"},
    "def f(a=1): return None": {"def f(a=2): return None", "def f(a=0): return None"},
    "try: x = a\nexcept B: x = b": {"try: x = a\nexcept (): x = b"},
    "try: x = a\nexcept (B, C): x = b": {"try: x = a\nexcept (C,): x = b", "try: x = a\nexcept (B,): x = b"},
}

SKIPPED = (
    '"""A docstring."""',
    "def f(a: Literal['b'] = c) -> Literal['d']: ...",
    "x: Annotated[int, 5] = a",
    "if TYPE_CHECKING: import a",
    "@overload\ndef f(a=5): ...",
    "def __repr__(self): return a",
    "__all__ = ['a']",
    "logger.debug('a', 5)",
    "x = f'{a == b}'",
    "x = cast('int', a)",
    "T = TypeVar('T', bound='int')",
    "x = 'This is a sentence for people.'",
    "x = ValueError('a')",
    "x: int = field(init=False, repr=False)",
)


@pytest.mark.parametrize("source", [pytest.param(source, id=source) for source in CHANGES])
def test_changes(source: str) -> None:
    """Each operator changes exactly the text it is about."""
    changed = {mutant.apply(source) for mutant in find("a.py", source)}
    assert changed == CHANGES[source]


@pytest.mark.parametrize("source", [pytest.param(source, id=source) for source in SKIPPED])
def test_skipped(source: str) -> None:
    """What only readers, type checkers and logs see is not changed."""
    assert find("a.py", source) == []


def test_places() -> None:
    """A mutant knows its line, its statement and its function, also behind characters of several bytes."""
    source = textwrap.dedent(
        """\
        def f(a):
            x = "é" if a else g(
                "é", a == 5,
            )
        """
    )
    (mutant,) = (one for one in find("a.py", source) if one.change == "== → !=")
    assert (mutant.line, mutant.last_line, mutant.statement, mutant.scope) == (3, 3, (2, 4), (2, 4))
    assert mutant.text == '"é", a == 5,'
    assert mutant.apply(source) == source.replace("==", "!=")


def test_files() -> None:
    """Without a path, the core is changed; the derived client never is."""
    core = files_of(ROOT, [])
    assert "overrides/exa_websets/_async/client.py" in core
    assert not any("/cli/" in path or "/emulator/" in path or "/_sync/" in path for path in core)
    assert files_of(ROOT, ["overrides/exa_websets/cli/_app.py"]) == ["overrides/exa_websets/cli/_app.py"]
    for path in ("overrides/exa_websets/_sync", "generated", "overrides/exa_websets/missing.py"):
        with pytest.raises(ValueError, match=path):
            files_of(ROOT, [path])


@pytest.fixture
def clients(tmp_path: Path) -> Path:
    """A checkout with nothing but the two clients."""
    checkout = tmp_path / "checkout"
    for name in ("_async", "_sync"):
        place = f"overrides/exa_websets/{name}"
        shutil.copytree(ROOT / place, checkout / place, ignore=shutil.ignore_patterns("__pycache__"))
    return checkout


def texts(root: Path) -> dict[str, str]:
    return {str(file.relative_to(root)): file.read_text(encoding="utf-8") for file in root.rglob("*.py")}


def test_the_synchronous_client_is_derived_again(clients: Path, tmp_path: Path) -> None:
    """A mutant of the asynchronous client is one of the synchronous client too, until the texts are restored."""
    before = texts(clients)
    mutants = mutants_of(clients, "overrides/exa_websets/_async/wait_until_idle.py")
    mutant = next(one for one in mutants if one.change == "is not → is")
    (tmp_path / "job").mkdir()
    tree = Tree(clients, tmp_path / "job")
    originals = tree.plant(mutant)
    after = texts(tree.root)
    changed = {path for path in after if after[path] != before[path]}
    assert changed == {mutant.path, mutant.path.replace("_async", "_sync")}
    assert "await" not in after[mutant.path.replace("_async", "_sync")]
    tree.restore(originals)
    assert texts(tree.root) == before == texts(clients)


def test_tests_of_both_clients_are_selected(clients: Path) -> None:
    """A mutant of the asynchronous client is tried with the tests of the synchronous one, and the files in order."""
    path = "overrides/exa_websets/_async/wait_until_idle.py"
    mutant = next(one for one in mutants_of(clients, path) if one.change == "is not → is")
    derived = (clients / path.replace("_async", "_sync")).read_text(encoding="utf-8").splitlines()
    text = mutant.text.replace("await ", "").replace("Async", "")
    line = next(number for number, one in enumerate(derived, 1) if one.strip() == text)
    for file in ("tests/a.py", "tests/websets/test_wait_until_idle.py"):
        (clients / file).parent.mkdir(parents=True, exist_ok=True)
        (clients / file).write_text("", encoding="utf-8")
    tests = {"tests/a.py::slow": 2.0, "tests/websets/test_wait_until_idle.py::fast": 1.0, "tests/a.py::other": 0.5}
    names = [*tests]
    covered = CoverageMap(
        {path: {mutant.line: frozenset(names[:1])}, path.replace("_async", "_sync"): {line: frozenset(names[1:2])}},
        tests,
        (),
    )
    selection = Selector(clients, covered).select(mutant)
    assert selection.is_covered
    assert selection.tests == (names[1], names[0])
    assert selection.files == ("tests/websets/test_wait_until_idle.py", "tests/a.py")
    nothing = Selector(clients, CoverageMap({}, tests, ())).select(mutant)
    assert (nothing.is_covered, nothing.tests) == (False, ())
    assert nothing.files == ("tests/websets/test_wait_until_idle.py",)


def test_tests_of_a_constant(tmp_path: Path) -> None:
    """A line that is run by imports is tried with the tests of what uses it; those with its words come first."""
    sources = {
        "overrides/a.py": "LONGEST = 5\ndef f():\n    return LONGEST\ndef g():\n    return 0\n",
        "tests/test_a.py": "",
        "tests/test_b.py": "LONGEST",
        "tests/test_c.py": "LONGEST",
    }
    for name, text in sources.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    tests = {"tests/test_a.py::one": 1.0, "tests/test_a.py::two": 1.0, "tests/test_b.py::one": 2.0}
    mutant = mutants_of(tmp_path, "overrides/a.py")[0]
    lines = {3: frozenset(tests), 5: frozenset(["tests/test_c.py::one"])}
    covered = CoverageMap({"overrides/a.py": lines}, {**tests, "tests/test_c.py::one": 1.0}, ())
    selection = Selector(tmp_path, covered).select(mutant)
    assert (selection.is_covered, selection.files) == (True, ("tests/test_b.py", "tests/test_a.py"))


def test_all_rows_of_relevant_tests(tmp_path: Path) -> None:
    """After a few rows, the files with the name of a mutant's file are run, then tests of rare lines with its names."""
    sources = {
        "overrides/exa_websets/limit.py": "def f(ask, foreign):\n    if foreign:\n        ask()\n    return 0\n",
        "overrides/exa_websets/other.py": "def g(foreign):\n    return foreign\n",
        **dict.fromkeys(("tests/test_limits.py", "tests/test_a.py", "tests/test_b.py"), ""),
    }
    for name, text in sources.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    seconds = {"tests/test_limits.py::one[1]": 1.0, "tests/test_a.py::one[1]": 1.0, "tests/test_b.py::one[1]": 1.0}
    lines = {
        "overrides/exa_websets/limit.py": {2: frozenset(seconds)},
        "overrides/exa_websets/other.py": {2: frozenset(["tests/test_b.py::one[1]"])},
    }
    mutant = next(
        one for one in mutants_of(tmp_path, "overrides/exa_websets/limit.py") if one.change == "foreign → True"
    )
    selection = Selector(tmp_path, CoverageMap(lines, seconds, ())).select(mutant)
    assert selection.functions == ("tests/test_limits.py", "tests/test_b.py::one", "tests/test_a.py::one")


def test_tests_that_come_first(tmp_path: Path) -> None:
    """Tests with a rare word of the change come first; a signature and an annotation have tests of their own."""
    sources = {
        "overrides/a.py": "def f(g, size=5):\n    return g(follow_redirects=True)\nrun = LazyModule('run')\n",
        "tests/test_a.py": "",
        "tests/test_b.py": "follow_redirects",
        "tests/package/test_public_api.py": "",
        "tests/package/test_type_hints.py": "",
    }
    for name, text in sources.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    tests = {"tests/test_a.py::one": 1.0, "tests/test_a.py::two": 1.0, "tests/test_b.py::one": 2.0}
    selector = Selector(tmp_path, CoverageMap({"overrides/a.py": {2: frozenset(tests)}}, tests, ()))
    mutants = mutants_of(tmp_path, "overrides/a.py")
    first = {mutant.change: selector.select(mutant).files[0] for mutant in mutants}
    assert first["follow_redirects=True → (nothing)"] == "tests/test_b.py"
    assert first["5 → 6"] == "tests/package/test_public_api.py"
    assert first["'run' → \"\""] == "tests/package/test_type_hints.py"


def test_entries_that_match_nothing() -> None:
    """An entry for a line that is gone is found, and one for another file is left alone."""
    mutants = find("a.py", "x = 5\n")
    good = Equivalent("a.py", "x = 5", "5 → 6", "why")
    gone, other = Equivalent("a.py", "y = 5", "5 → 6", "why"), Equivalent("b.py", "x = 5", "5 → 6", "why")
    counted, equivalent = equivalents.split(mutants, [good, gone, other])
    assert [mutant.change for mutant in counted] == ["5 → 4"]
    assert [entry.reason for entry in equivalent.values()] == ["why"]
    assert equivalents.unused(mutants, [good, gone, other], ["a.py"]) == [gone]


@pytest.mark.packaging
def test_recorded_entries() -> None:
    """Each entry of the project has a reason and matches a mutant."""
    entries = equivalents.read()
    paths = sorted({entry.file for entry in entries})
    mutants: list[Mutant] = [mutant for path in paths for mutant in mutants_of(ROOT, path)]
    assert equivalents.unused(mutants, entries, paths) == []


SAMPLE = {
    "pyproject.toml": '[tool.pytest.ini_options]\ntestpaths = ["tests"]\naddopts = ["--import-mode=importlib"]\n',
    "overrides/tiny/__init__.py": "",
    "overrides/tiny/steps.py": """\
        def steps(end, step=1):
            done = 0
            while done < end:
                done += step
            return done


        def unused():
            return steps(7)
        """,
    "tests/test_steps.py": """\
        from tiny.steps import steps


        def test_steps():
            assert steps(6, 2) == 6
        """,
    "equivalent.toml": """\
        [[mutant]]
        file = "overrides/tiny/steps.py"
        line = "def steps(end, step=1):"
        change = "1 → 0"
        reason = "a reason"

        [[mutant]]
        file = "overrides/tiny/steps.py"
        line = "a line that is gone"
        change = "1 → 0"
        reason = "a reason"
        """,
}


def test_tests_that_have_no_time_left(tmp_path: Path) -> None:
    """Tests without any time are ended before they run."""
    file = tmp_path / "test_long.py"
    file.write_text("import time\n\ndef test_long():\n    time.sleep(60)\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts"), "mutating.worker"],
        input=json.dumps({"arguments": ["-p", "no:cacheprovider", str(file)], "seconds": 0}),
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert json.loads(done.stdout) == {"outcome": "late", "test": None}


@pytest.mark.packaging
@pytest.mark.timeout(300)
def test_a_small_package(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Mutants are killed by a test or by a timeout, survive, are not covered, or are not counted."""
    monkeypatch.setattr("mutating.trials.START", 8.0)
    for name, text in SAMPLE.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text), encoding="utf-8")
    before = texts(tmp_path)
    arguments = ["overrides/tiny", "--jobs", "1", "--equivalent", str(tmp_path / "equivalent.toml")]
    assert mutate.main([*arguments, "--json"], tmp_path) == 1
    document = json.loads(capsys.readouterr().out)
    verdicts = {f"{one['number']}: {one['change']}": one["verdict"] for one in document["mutants"]}
    assert verdicts == {
        "1: 1 → 2": "survived",
        "2: 0 → 1": "killed",
        "3: < → <=": "killed",
        "3: done < end → False": "killed",
        "4: += → -=": "timeout",
        "5: done → None": "killed",
        "9: steps(7) → None": "not covered",
        "9: 7 → 6": "not covered",
        "9: 7 → 8": "not covered",
    }
    assert document["rate"] == pytest.approx(5 / 9)
    assert [one["reason"] for one in document["equivalent"]] == ["a reason"]
    assert [one["line"] for one in document["unused"]] == ["a line that is gone"]
    assert {path: text for path, text in texts(tmp_path).items() if "build" not in path} == before

    assert mutate.main([*arguments, "--minutes", "0", "--sample", "3"], tmp_path) == 1
    output = capsys.readouterr()
    assert "3 of 10 mutants, seed 1" in output.out
    assert "recording" not in output.err


def test_the_same_seed_draws_the_same_mutants() -> None:
    """The mutants of a source have a fixed order, so a seed draws the same sample."""
    path = "overrides/exa_websets/_http/pace.py"
    first, second = (random.Random(3).sample(mutants_of(ROOT, path), 20) for _ in range(2))
    assert first == second
