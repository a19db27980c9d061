"""Every block of the README works as written, and what it names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from exa_websets import WebsetsClient
from exa_websets.emulator import Emulator
from support.paths import ROOT, TESTS
from support.pytest_arguments import WITHOUT_OTHER_PLUGINS
from support.readme import README, Block, blocks

PYTHON = blocks("python")
FOR_PYTEST = [block for block in PYTHON if "def test_" in block.text]
RECEIVERS = [block for block in PYTHON if "FastAPI" in block.text]
PROGRAMS = [block for block in PYTHON if block not in FOR_PYTEST + RECEIVERS]


@pytest.mark.parametrize("block", PROGRAMS, ids=lambda block: block.line)
def test_a_python_block_runs(block: Block, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A block runs as it is, with the key and the address of an emulator in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXA_API_KEY", "key-of-the-readme")
    code = compile("\n" * (block.line - 1) + block.text, str(README), "exec")
    with Emulator(speed=20) as emulator:
        monkeypatch.setenv("EXA_WEBSETS_BASE_URL", emulator.base_url)
        exec(code, {"__name__": "__main__"})
        assert emulator.requests


def test_the_receiver_is_the_one_that_is_tested() -> None:
    """The receiver of webhooks is, but for its first sentence, what tests/webhooks/test_receiver.py runs."""
    program = TESTS / "user_code" / "webhook_receiver.py"

    assert [block.text for block in RECEIVERS] == [program.read_text().partition("\n\n")[2]]


def test_each_method_that_is_named_exists() -> None:
    """Whatever stands in the README after `client.` is a resource, and behind it stands one of its methods."""
    named = set(re.findall(r"\bclient\.(\w+)\.(\w+)\(", README.read_text()))

    assert len(named) > 10
    with WebsetsClient("key-of-the-readme") as client:
        for resource, method in named:
            assert callable(getattr(getattr(client, resource), method))


def test_each_test_that_is_named_exists() -> None:
    """The tests and helpers that the README names are where it says."""
    named = set(re.findall(r"\btests/[\w./*-]+\.py\b", README.read_text()))

    assert len(named) > 10
    assert [pattern for pattern in named if not [*ROOT.glob(pattern)]] == []


def test_the_rooms_and_helpers_of_the_tests_are_named() -> None:
    """tests/README.md names each room and each module of `support/`."""
    named = set(re.findall(r"`([\w/]+)`", (TESTS / "README.md").read_text()))
    rooms = {f"{path.parent.name}/" for path in TESTS.glob("*/test_*.py")}
    helpers = {path.stem for path in (TESTS / "support").glob("*.py")}

    assert len(rooms) > 10
    assert len(helpers) > 20
    assert rooms | helpers <= named


@pytest.mark.parametrize("block", FOR_PYTEST, ids=lambda block: block.line)
def test_a_block_with_a_test_passes(block: Block, pytester: pytest.Pytester) -> None:
    """A test that stands in the README passes in a folder of its own, with the plugin of the installed package."""
    pytester.makepyfile(block.text)

    pytester.runpytest_subprocess("-q", *WITHOUT_OTHER_PLUGINS).assert_outcomes(passed=1)


def test_the_first_screen() -> None:
    """The promise is the first sentence, and the two commands stand on the first screen and nowhere else."""
    lines = README.read_text().splitlines()
    commands = [block.text.strip() for block in blocks("sh") if block.text.startswith("scripts/")]

    assert lines[2].endswith("cancels a running Webset, surely and at once.")
    assert commands == ["scripts/demo", "scripts/test"]
    assert max(lines.index(command) for command in commands) < 20
    assert Path(README.parent, "scripts", "demo").exists()
