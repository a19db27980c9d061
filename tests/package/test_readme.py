"""The READMEs of the repository: every Python block works as written, and what they name or link to exists."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import exa_websets
import pytest
from exa_websets import WebsetsClient
from exa_websets.emulator import Emulator
from support.paths import ROOT, TESTS
from support.pytest_arguments import WITHOUT_OTHER_PLUGINS
from support.readme import README, Block, anchors, blocks, find_readmes, links, relative

PROMISE = "A typed Python client for the Exa Websets API that cancels a running Webset reliably and at once."
READMES = find_readmes()
PYTHON = [block for readme in READMES for block in blocks("python", readme)]
FOR_PYTEST = [block for block in PYTHON if "def test_" in block.text]
RECEIVERS = [block for block in PYTHON if "FastAPI" in block.text]
WORKERS = [block for block in PYTHON if "Celery(" in block.text]
PROGRAMS = [block for block in PYTHON if block not in FOR_PYTEST + RECEIVERS + WORKERS]


@pytest.mark.parametrize("block", PROGRAMS, ids=str)
def test_a_python_block_runs(block: Block, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A block runs as it is, with the key and the address of an emulator in the environment.

    It sends requests to that emulator, unless it starts one itself.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXA_API_KEY", "key-of-the-readme")
    code = compile("\n" * (block.line - 1) + block.text, str(block.readme), "exec")
    with Emulator(speed=20) as emulator:
        monkeypatch.setenv("EXA_WEBSETS_BASE_URL", emulator.base_url)
        exec(code, {"__name__": "__main__"})
        assert emulator.requests or "Emulator(" in block.text


def test_no_python_block_is_overlooked() -> None:
    """Every fence whose language starts with `py`, in whatever form, belongs to a block that the tests above run."""
    fences = [
        f"{relative(readme)}:{number}"
        for readme in READMES
        for number, line in enumerate(readme.read_text("utf-8").splitlines(), 2)
        if re.match(r"\s*(?:```+|~~~+)\s*py", line, re.IGNORECASE)
    ]

    assert len(fences) > 10
    assert fences == [str(block) for block in PYTHON]


@pytest.mark.parametrize(("blocks", "name"), [(RECEIVERS, "webhook_receiver.py"), (WORKERS, "rate_budget.py")])
def test_a_service_is_the_one_that_is_tested(blocks: list[Block], name: str) -> None:
    """It is, but for its first sentence, what webhooks/test_receiver.py or http/test_rate_budget.py runs."""
    program = TESTS / "user_code" / name

    assert [block.text for block in blocks] == [program.read_text().partition("\n\n")[2]]


def test_each_method_that_is_named_exists() -> None:
    """What a README writes after `client.` is a resource, followed by one of its methods."""
    texts = [readme.read_text("utf-8") for readme in READMES]
    named = {match for text in texts for match in re.findall(r"\bclient\.(\w+)\.(\w+)\(", text)}

    assert len(named) > 10
    with WebsetsClient("key-of-the-readme") as client:
        for resource, method in named:
            assert callable(getattr(getattr(client, resource), method))


@pytest.mark.parametrize("readme", READMES, ids=relative)
def test_each_link_leads_somewhere(readme: Path) -> None:
    """A relative link points to a file or folder of the repository, and its anchor to a heading there."""
    broken: list[str] = []
    for link in links(readme):
        if not (link.path.is_relative_to(ROOT) and link.path.exists()):
            broken.append(f"{relative(readme)}:{link.line}: there is no {link.path}")
        elif link.anchor and (link.path not in READMES or link.anchor not in anchors(link.path)):
            broken.append(f"{relative(readme)}:{link.line}: {relative(link.path)} has no heading #{link.anchor}")

    assert not broken, "\n".join(broken)


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


@pytest.mark.parametrize("block", FOR_PYTEST, ids=str)
def test_a_block_with_a_test_passes(block: Block, pytester: pytest.Pytester) -> None:
    """A test in a README passes in a folder of its own, with the plugin of the installed package."""
    pytester.makepyfile(block.text)

    pytester.runpytest_subprocess("-q", *WITHOUT_OTHER_PLUGINS).assert_outcomes(passed=1)


def test_the_first_screen() -> None:
    """The promise is the first sentence, and the two commands stand on the first screen and nowhere else."""
    lines = README.read_text().splitlines()
    commands = [block.text.strip() for block in blocks("sh") if block.text.startswith("scripts/")]

    assert lines[2] == PROMISE
    assert commands == ["scripts/demo", "scripts/test"]
    assert max(lines.index(command) for command in commands) < 20
    assert Path(README.parent, "scripts", "demo").exists()


def test_the_promise_is_the_same_everywhere() -> None:
    """The metadata and the docstring of the package make the promise of the README, in the same words."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert project["description"] == exa_websets.__doc__ == PROMISE
