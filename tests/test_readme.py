"""Every block of the README does what it says, as it stands there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from readme import README, Block, blocks

PYTHON = blocks("python")
FOR_PYTEST = [block for block in PYTHON if "def test_" in block.text]


@pytest.mark.parametrize("block", [block for block in PYTHON if block not in FOR_PYTEST], ids=lambda block: block.line)
def test_a_python_block_runs(block: Block, websets_emulator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A block runs as it is, with the key and the address of the emulator in the environment."""
    monkeypatch.setenv("EXA_API_KEY", "key-of-the-readme")
    monkeypatch.setenv("EXA_WEBSETS_BASE_URL", websets_emulator.base_url)
    code = compile("\n" * (block.line - 1) + block.text, str(README), "exec")

    exec(code, {"__name__": "__main__"})
    assert websets_emulator.requests


@pytest.mark.parametrize("block", FOR_PYTEST, ids=lambda block: block.line)
def test_a_block_with_a_test_passes(block: Block, pytester: pytest.Pytester) -> None:
    """A test that stands in the README passes in a folder of its own, with the plugin of the installed package."""
    pytester.makepyfile(block.text)

    pytester.runpytest_subprocess("-q").assert_outcomes(passed=1)


def test_the_first_screen() -> None:
    """The promise is the first sentence, and the two commands stand on the first screen and nowhere else."""
    lines = README.read_text().splitlines()
    commands = [block.text.strip() for block in blocks("sh") if block.text.startswith("scripts/")]

    assert lines[2].endswith("cancels a running Webset, surely and at once.")
    assert commands == ["scripts/demo", "scripts/test"]
    assert max(lines.index(command) for command in commands) < 20
    assert Path(README.parent, "scripts", "demo").exists()
