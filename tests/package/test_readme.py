"""Every Python block in the READMEs works as written, and everything they name or link to exists."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import exa_websets
import pytest
from exa_websets import WebsetsClient, models, pydantic
from exa_websets.emulator import Emulator
from exa_websets.models import EventType
from support.paths import ROOT, TESTS
from support.pytest_arguments import WITHOUT_OTHER_PLUGINS
from support.readme import (
    GUIDE,
    README,
    Block,
    anchors,
    blocks,
    find_readmes,
    is_shown,
    links,
    prose,
    relative,
    section,
)

PROMISE = "A typed Python client for the Exa Websets API that cancels a running Webset reliably and at once."
KEY = "key-of-the-readme"
SPEED = 20
READMES = find_readmes()
PYTHON = [block for readme in READMES for block in blocks("python", readme)]
FOR_PYTEST = [block for block in PYTHON if "def test_" in block.text]
RECEIVERS = [block for block in PYTHON if "FastAPI" in block.text]
WORKERS = [block for block in PYTHON if "Celery(" in block.text]
PROGRAMS = [block for block in PYTHON if block not in FOR_PYTEST + RECEIVERS + WORKERS]


@pytest.mark.packaging
@pytest.mark.parametrize("readme", sorted({block.readme for block in PROGRAMS}), ids=relative)
def test_the_python_blocks_run_in_order_and_again(
    readme: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The blocks of a README run unmodified, twice and in order, against one emulator, and print the output they show.

    The API key and the base URL of the emulator are set in the environment, and a Webset is already running.
    Each block sends requests to that emulator unless it starts its own.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXA_API_KEY", KEY)
    with Emulator(speed=SPEED) as emulator, WebsetsClient(KEY, base_url=emulator.base_url) as client:
        monkeypatch.setenv("EXA_WEBSETS_BASE_URL", emulator.base_url)
        for _ in range(2):
            client.websets.create({"search": {"query": "Left running", "count": 1000}})
            for block in (block for block in PROGRAMS if block.readme == readme):
                before = len(emulator.requests)
                code = compile("\n" * (block.line - 1) + block.text, readme, "exec", dont_inherit=True)
                exec(code, {"__name__": "__main__"})
                printed = capsys.readouterr().out
                missing = [sample for sample in block.samples() if not is_shown(sample, printed)]
                assert not missing, f"{block} shows {missing}, but prints:\n{printed}"
                assert len(emulator.requests) > before or "Emulator(" in block.text


def test_each_print_shows_its_output() -> None:
    """Each line that prints ends with a comment or is followed by one."""
    silent = [
        f"{block}+{number}"
        for block in PYTHON
        for number, (line, after) in enumerate(pairwise([*block.text.splitlines(), ""]))
        if "print(" in line and "  # " not in line and not after.lstrip().startswith("# ")
    ]

    assert silent == []
    assert sum(len(block.samples()) for block in PYTHON) > 20


@pytest.mark.parametrize(
    ("sample", "shows"),
    [
        ("idle 3", True),
        ("idle 14", True),
        ("idle", False),
        ("idle 3 of 4", False),
        ("idle …", True),
        ("… 3", True),
        ("running 3", False),
    ],
)
def test_a_sample_is_a_line_in_which_numbers_vary(sample: str, shows: bool) -> None:
    """A sample must match a whole printed line, in which numbers may differ and an ellipsis stands for any text."""
    assert is_shown(sample, "first\nidle 3\n") is shows


def test_no_python_block_is_overlooked() -> None:
    """Every code fence whose language starts with `py` belongs to a block that these tests run."""
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
    """Apart from its docstring, the block is the program in webhooks/test_receiver.py or http/test_rate_budget.py."""
    program = TESTS / "user_code" / name

    assert [block.text for block in blocks] == [program.read_text().partition("\n\n")[2]]


def test_the_guide_lists_all_types_of_events() -> None:
    """The guide lists each event type once, and all but the export events have a class in both sets of models."""
    named = re.findall(r"`((?:webset|import|monitor)\.[a-z.]+)`", section(GUIDE, "## Webhooks"))

    assert sorted(named) == sorted(EventType)
    for name in named:
        class_name = "".join(map(str.title, name.split("."))) + "Event"
        assert hasattr(models, class_name) is hasattr(pydantic, class_name) is (".export." not in name)


def test_each_method_that_is_named_exists() -> None:
    """Each `client.<resource>.<method>()` in a README names an existing resource and method."""
    texts = [readme.read_text("utf-8") for readme in READMES]
    named = {match for text in texts for match in re.findall(r"\bclient\.(\w+)\.(\w+)\(", text)}

    assert len(named) > 10
    with WebsetsClient(KEY) as client:
        for resource, method in named:
            assert callable(getattr(getattr(client, resource), method))


@pytest.mark.parametrize("readme", READMES, ids=relative)
def test_each_link_resolves(readme: Path) -> None:
    """Each relative link points to an existing file or directory in the repository, and its anchor to a heading."""
    broken: list[str] = []
    for link in links(readme):
        if not (link.path.is_relative_to(ROOT) and link.path.exists()):
            broken.append(f"{relative(readme)}:{link.line}: there is no {link.path}")
        elif link.anchor and (link.path not in READMES or link.anchor not in anchors(link.path)):
            broken.append(f"{relative(readme)}:{link.line}: {relative(link.path)} has no heading #{link.anchor}")

    assert not broken, "\n".join(broken)


def test_each_test_that_is_named_exists() -> None:
    """The test modules named in READMEs exist, relative to the root or to tests/."""
    text = "".join(readme.read_text("utf-8") for readme in READMES)
    tests = set(re.findall(r"`(?:tests/)?([\w*]+/test_[\w*]+\.py)\b", text))

    assert len(tests) > 10
    assert [pattern for pattern in tests if not [*TESTS.glob(pattern)]] == []


def test_the_rooms_and_helpers_of_the_tests_are_named() -> None:
    """tests/README.md names each directory of tests and each module of `support/`."""
    named = set(re.findall(r"`([\w/]+)`", (TESTS / "README.md").read_text()))
    rooms = {f"{path.parent.name}/" for path in TESTS.glob("*/test_*.py")}
    helpers = {path.stem for path in (TESTS / "support").glob("*.py")}

    assert len(rooms) > 10
    assert len(helpers) > 20
    assert rooms | helpers <= named


@pytest.mark.packaging
@pytest.mark.parametrize("block", FOR_PYTEST, ids=str)
def test_a_block_with_a_test_passes(block: Block, pytester: pytest.Pytester) -> None:
    """A test in a README passes in an empty directory with the pytest plugin of the installed package."""
    pytester.makepyfile(block.text)

    pytester.runpytest_subprocess("-q", *WITHOUT_OTHER_PLUGINS).assert_outcomes(passed=1)


def test_the_first_screen() -> None:
    """The README starts with the summary, and the two commands are on its first screen and in no other block."""
    lines = README.read_text("utf-8").splitlines()
    commands = [line for block in blocks("sh") for line in block.text.splitlines() if line.startswith("scripts/")]

    assert lines[2] == PROMISE
    assert [command.split()[0] for command in commands] == ["scripts/demo", "scripts/test"]
    assert max(lines.index(command) for command in commands) < 20
    assert all((ROOT / command.split()[0]).exists() for command in commands)


def test_the_readme_is_short() -> None:
    """The README has at most 300 lines and 2,500 words."""
    text = README.read_text("utf-8")

    assert len(text.splitlines()) <= 300
    assert len(text.split()) <= 2500


@pytest.mark.parametrize("readme", READMES, ids=relative)
def test_a_line_has_one_sentence(readme: Path) -> None:
    """Outside of tables and code blocks, each sentence starts on its own line."""
    lines = [re.sub(r"^\d+\. ", "", line) for line in prose(readme) if not line.startswith("|")]

    assert [line for line in lines if re.search(r"[\w`)*\"][.?!] [A-Z`\[]", line)] == []


def test_the_promise_is_the_same_everywhere() -> None:
    """The metadata, the docstring of the package and the README have the same summary."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert project["description"] == exa_websets.__doc__ == PROMISE
