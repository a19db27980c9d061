"""`exa-websets run FILE` rejects a malicious or invalid file quickly, with a one-line error and little memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from string import ascii_lowercase

import pytest
from support.command_line import START, settings

STATUS = Path("/proc/self/status")
# Runs the command for the file in each folder, in a child of its own, because imports take most of the time: they are
# done by a first command. Each child has a peak of its own; it is in kB.
RUN_EACH = """
import os, pathlib, re, sys
from contextlib import redirect_stderr, suppress
from exa_websets.cli import main

sys.argv = ["exa-websets", "run", "missing.yaml"]
with open(os.devnull, "w") as nowhere, redirect_stderr(nowhere), suppress(SystemExit):
    main()
for folder in sorted(path for path in pathlib.Path().iterdir() if path.is_dir()):
    if child := os.fork():
        _, status = os.waitpid(child, 0)
        (folder / "code").write_text(str(os.waitstatus_to_exitcode(status)))
        continue
    os.chdir(folder)
    for number, name in enumerate(("out", "err"), start=1):
        os.dup2(os.open(name, os.O_CREAT | os.O_WRONLY), number)
    sys.argv = ["exa-websets", "run", pathlib.Path("name").read_text()]
    try:
        code = main()
    except SystemExit as error:
        code = error.code
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
        code = 1
    pathlib.Path("peak").write_text(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code or 0)
"""
MOST_MEMORY = 200_000
DEEP = 100_000


def bomb(first: str, template: str) -> str:
    """Return YAML in which each line references the previous one nine times."""
    pairs = pairwise(ascii_lowercase[:12])
    lines = [f"{name}: &{name} " + template.format(", ".join([f"*{before}"] * 9)) for before, name in pairs]
    return "\n".join([f"a: &a {first}", *lines])


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**30)


CONTENTS: dict[str, tuple[str, str | bytes, str]] = {
    "alias bomb": ("x.yaml", bomb("[x, x]", "[{}]"), "aliases"),
    "alias bomb of a text": ("x.yaml", f"a: &a {'x' * 90_000}\nb: [{', '.join(['*a'] * 9000)}]", "aliases"),
    "alias bomb of keys": ("x.yaml", bomb("{x: 1}", "{{<<: [{}]}}"), "aliases"),
    "alias in itself": ("x.yaml", "a: &a [*a]", "itself"),
    "deep brackets": ("x.yaml", "[" * DEEP, "too deep"),
    "deep braces": ("x.yaml", "{a: " * DEEP, "too deep"),
    "deep dashes": ("x.yaml", "- " * DEEP, "too deep"),
    "deep keys": ("x.yaml", "? " * DEEP, "too deep"),
    "deep JSON": ("x.json", "[" * DEEP + "]" * DEEP, "too deep"),
    "deep JSON objects": ("x.json", '{"a":' * DEEP + "1" + "}" * DEEP, "too deep"),
    "just too large": ("x.json", " " * 2**20 + "{}", "larger than 1 MiB"),
    "many digits": ("x.json", f'{{"count": {"1" * 500_000}}}', "not valid JSON"),
    "many digits in YAML": ("x.yaml", f"count: {'1' * 100_000}", "not valid YAML"),
    "many hexadecimal digits": ("x.yaml", f"count: 0x{'f' * 100_000}", "cannot be converted to JSON"),
    "a number that is none": ("x.yaml", "count: !!int x", "not valid YAML"),
    "a boolean that is none": ("x.yaml", "count: !!bool x", "not valid YAML"),
    "a character that is none": ("x.yaml", r'title: "\U99999999"', "not valid YAML"),
    "invalid UTF-8": ("x.json", b'{"title": "\xff"}', "not valid UTF-8"),
    "UTF-16": ("x.yaml", "title: x".encode("utf-16"), "not valid UTF-8"),
    "lone surrogate": ("x.json", r'{"title": "\ud800"}', "unpaired surrogate"),
    "lone surrogate as a key": ("x.json", r'{"metadata": {"\udc00": "x"}}', "unpaired surrogate"),
    "lone surrogate in YAML": ("x.yaml", r'title: "\ud800"', "unpaired surrogate"),
    "NUL": ("x.yaml", "a: \0", "not valid YAML"),
    "not a number": ("x.json", '{"count": NaN}', "cannot be converted to JSON"),
}
PLACES: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "1 GB": ("x.json", sparse, "larger than 1 MiB"),
    "1 GB of YAML": ("x.yaml", sparse, "larger than 1 MiB"),
    "named pipe": ("x.json", os.mkfifo, "not a regular file"),
    "directory": ("x.yaml", Path.mkdir, "Is a directory"),
    "link to a device": ("x.json", lambda path: path.symlink_to("/dev/zero"), "not a regular file"),
    "link to itself": ("x.json", lambda path: path.symlink_to(path), "symbolic links"),
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the command for the file of each case, and return the folder that has a folder for each."""
    root = tmp_path_factory.mktemp("runs")
    for case in (*CONTENTS, *PLACES):
        folder = root / case
        folder.mkdir()
        if case in CONTENTS:
            name, content, _ = CONTENTS[case]
            (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        else:
            name, make, _ = PLACES[case]
            make(folder / name)
        (folder / "name").write_text(name)
    subprocess.run(
        [sys.executable, "-W", "error", "-c", RUN_EACH],
        env={**os.environ, **settings("http://127.0.0.1:1/websets")},
        cwd=root,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=True,
    )
    return root


@pytest.mark.skipif(not STATUS.exists(), reason="the memory of a process is measured on Linux")
@pytest.mark.parametrize("case", [*CONTENTS, *PLACES])
def test_one_line_and_little_memory(case: str, runs: Path) -> None:
    """A one-line error names the rejected file, and the command exits with 2 before any request is sent."""
    name, _, words = CONTENTS.get(case) or PLACES[case]
    folder = runs / case
    [line] = (folder / "err").read_text().splitlines()
    assert ((folder / "code").read_text(), (folder / "out").read_text()) == ("2", "")
    assert line.startswith("Error: ")
    assert name in line
    assert words in line
    assert int((folder / "peak").read_text()) < MOST_MEMORY


def test_standard_input_without_end() -> None:
    """Standard input is subject to the same size limit as files."""
    endless = subprocess.Popen(["yes", "a: b"], stdout=subprocess.PIPE)
    with endless:
        done = subprocess.run(
            [sys.executable, "-c", START, "run", "-"],
            env={**os.environ, **settings("http://127.0.0.1:1/websets")},
            stdin=endless.stdout,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        endless.kill()
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "standard input is larger than 1 MiB" in done.stderr
