"""`scripts/check-api`: a break that the changelog does not announce does not pass."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from check_api import compare
from support.paths import ROOT
from support.sample_packages import (
    CHANGELOG,
    CLIENT,
    DICTS,
    FACE,
    MODELS,
    OPERATION,
    WEBHOOKS,
    WEBSET,
    WEBSETS,
    change,
    write_packages,
)

pytestmark = pytest.mark.packaging

BREAKS = {
    "a name of __all__": (FACE, ', "found"]', "]", "found is removed; Removed: `found`"),
    "a function": (WEBHOOKS, "def verify", "def check", "webhooks.verify is removed; Removed: `webhooks.verify`"),
    "a method of a base": (CLIENT, "close(", "shut(", "Client.close is removed; Removed: `Client.close`"),
    "a default": (CLIENT, "None = None", "None", "Client(key) is required now; Changed: `Client`"),
    "another default": (CLIENT, " = 2", " = 3", "Client(retries) has another default; Changed: `Client`"),
    "a parameter": (CLIENT, ", *, retries: int = 2", "", "Client(retries) is removed; Changed: `Client`"),
    "an order": (
        CLIENT,
        "(a: int)",
        "(first: int = 0, a: int = 0)",
        "add(a) has another position; Changed: `add`",
    ),
    "a way to pass": (
        CLIENT,
        "(count: int)",
        "(*, count: int)",
        "found(count) is passed in another way; Changed: `found`",
    ),
    "an answer": (CLIENT, "-> bool", "-> bool | None", "found returns bool | None, returned bool; Changed: `found`"),
    "a coroutine": (CLIENT, "def found", "async def found", "found is awaited now; Changed: `found`"),
    "a base class": (CLIENT, ", ValueError", "", "NotFound is no ValueError any more; Changed: `NotFound`"),
    "a property": (
        CLIENT,
        "@cached_property",
        "@staticmethod",
        "Client.websets is another kind of thing; Changed: `Client.websets`",
    ),
    "what a client hands out": (WEBSETS, "cancel", "stop", "Websets.cancel is removed; Removed: `Websets.cancel`"),
    "a parameter that takes less": (
        WEBSETS,
        "float | None = 60",
        "float = 60",
        "Websets.cancel(timeout) takes float, took float | None; Changed: `Websets.cancel`",
    ),
    "a model": (MODELS, '"Status", ', "", "Status is removed; Removed: `Status`"),
    "a field": (WEBSET, "    title: str | None = None\n", "", "Webset.title is removed; Removed: `Webset.title`"),
    "a new required field": (
        WEBSET,
        "    id: str\n",
        "    id: str\n    team: str\n",
        "Webset.team is new and required; Changed: `Webset.team`",
    ),
    "a field without its default": (
        WEBSET,
        " = field(factory=list)",
        "",
        "Webset.tags is required now; Changed: `Webset.tags`",
    ),
    "the type of a field": (
        WEBSET,
        "Status | str",
        "str",
        "Webset.status has the type str, was Status | str; Changed: `Webset.status`",
    ),
    "a value of an enum": (
        WEBSET,
        '"paused"',
        '"halted"',
        "Status.PAUSED has the value 'halted', was 'paused'; Changed: `Status.PAUSED`",
    ),
    "a member of an enum": (WEBSET, "PAUSED", "HALTED", "Status.PAUSED is removed; Removed: `Status.PAUSED`"),
    "a value of an alias": (
        DICTS,
        '"import", ',
        "",
        "typed_dicts.Source has no Literal['import'] any more; Changed: `typed_dicts.Source`",
    ),
    "a key": (DICTS, "NotRequired[int]", "int", "Create.count is required now; Changed: `Create.count`"),
    "the type of a key": (
        DICTS,
        "query: str",
        "query: int",
        "Create.query takes int, took str; Changed: `Create.query`",
    ),
    "a field of a pydantic model": (
        DICTS,
        "int = 3",
        "int",
        "Search.limit is required now; Changed: `Search.limit`",
    ),
    "an operation": (OPERATION, ", *, limit: int = 1", "", "websets_get(limit) is removed; Changed: `websets_get`"),
}
HARMLESS = {
    "a private method": (WEBSETS, "_look", "_see"),
    "the making of what a client hands out": (WEBSETS, "transport: object", "send: object"),
    "a private parameter": (WEBSETS, "_now: int", "_then: int"),
    "a new optional parameter": (CLIENT, "retries: int = 2", "retries: int = 2, wait: int = 0"),
    "a parameter that takes more": (CLIENT, "count: int", "count: int | None"),
    "an answer that is never None": (WEBSETS, "models.Webset | None", "models.Webset"),
    "a type named otherwise": (WEBSETS, "models.Webset", "Webset"),
    "a private module": (FACE, "._client import found", "._found import found"),
    "a name outside of __all__": (WEBHOOKS, "helper", "helpers"),
    "the order of fields": (
        WEBSET,
        "    id: str\n    status: Status | str\n",
        "    status: Status | str\n    id: str\n",
    ),
    "a new key": (DICTS, "    query: str", "    more: NotRequired[str]\n    query: str"),
    "a key that takes more": (DICTS, "query: str", "query: str | int"),
    "a new value of an alias": (DICTS, '"import"', '"import", "csv"'),
}


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """The packages as they were."""
    return write_packages(tmp_path / "before")


@pytest.fixture
def now(before: Path) -> Path:
    """The packages as they are, to be changed by a test."""
    return Path(shutil.copytree(before, before.with_name("now")))


@pytest.mark.parametrize(("name", "old", "new", "line"), BREAKS.values(), ids=BREAKS)
def test_a_break_is_named_with_what_to_write(
    name: str, old: str, new: str, line: str, before: Path, now: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A break is one line: the place, the name, what is different, and the entry for the changelog."""
    change(now, name, old, new)

    assert compare(before, now, "v1.0") == 1
    *told, summary = capsys.readouterr().err.splitlines()
    places, texts = zip(*(each.split(": ", 1) for each in told), strict=True)
    assert [*texts] == [re.sub(r"; (\w+): (.*)", r"; write under \1: - \2 …", line)]
    assert {place.partition(":")[0] for place in places} <= {name, CLIENT, WEBSET}
    assert summary == f"{len(told)} of {len(told)} breaks since v1.0 are not announced in CHANGELOG.md"


@pytest.mark.parametrize(("name", "old", "new"), HARMLESS.values(), ids=HARMLESS)
def test_what_stops_no_program_passes(name: str, old: str, new: str, before: Path, now: Path) -> None:
    """What is private, and what asks for no more than before, needs no announcement."""
    if new == "._found import found":
        change(now, CLIENT, "def found(count: int) -> bool: ...", "")
        (now / CLIENT).with_name("_found.py").write_text("def found(count: int) -> bool: ...")
    change(now, name, old, new)

    assert compare(before, now, "v1.0") == 0


def test_an_announced_break_passes(before: Path, now: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A bullet under Removed or Changed announces what it names, alone or with its modules; nothing else does."""
    change(now, WEBSET, "    title: str | None = None\n", "")
    change(now, CLIENT, "def found(count: int)", "def found(size: int)")
    for text, code in [
        ("## [Unreleased]\n\n### Removed\n\n- `Webset` and `title`.\n\n### Changed\n\n- `found`.\n", 1),
        ("## [Unreleased]\n\n### Fixed\n\n- `Webset.title`, `found`.\n", 1),
        ("## [Unreleased]\n\n### Removed\n\n- `models.Webset.title`.\n\n### Changed\n\n- `found(size)`.\n", 0),
    ]:
        (now / CHANGELOG).write_text(f"# Changelog\n\n{text}")
        assert compare(before, now, "v1.0") == code
    assert capsys.readouterr().out.splitlines()[-4:] == [
        "announced: generated/exa_websets_generated/models/webset.py:11 of v1.0: Webset.title is removed",
        "announced: overrides/exa_websets/_client.py:11: found(count) is removed",
        "announced: overrides/exa_websets/_client.py:11: found(size) is new and required",
        "the public API breaks nothing since v1.0 that CHANGELOG.md does not announce",
    ]


def test_what_a_release_announced_counts_for_no_later_one(before: Path, now: Path) -> None:
    """A section that the older changelog has too announces nothing; one that became a release since then does."""
    change(now, CLIENT, "def found(count: int)", "def found(size: int)")
    old, cut = "## [1.0]\n\n### Changed\n\n- `found`.\n", "## [1.1] - 2026-11-24\n\n### Changed\n\n- `found`.\n\n"
    (before / CHANGELOG).write_text(f"# Changelog\n\n## [Unreleased]\n\n{old}")

    (now / CHANGELOG).write_text(f"# Changelog\n\n## [Unreleased]\n\n{old}")
    assert compare(before, now, "v1.0") == 1
    (now / CHANGELOG).write_text(f"# Changelog\n\n## [Unreleased]\n\n{cut}{old}")
    assert compare(before, now, "v1.0") == 0


def test_additions_are_told_and_pass(before: Path, now: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """New names are information; what is inside something new is not told again."""
    change(now, CLIENT, "def found", "def lost() -> None: ...\ndef found")
    change(now, FACE, "NotFound, add", "NotFound, add, lost")
    change(now, FACE, '"found"]', '"found", "lost"]')
    change(now, WEBSET, "    id: str", "    note: str = ''\n    id: str")
    change(now, DICTS, "class Search", "class Delete(TypedDict):\n    id: str\nclass Search")

    assert compare(before, now, "v1.0") == 0
    assert capsys.readouterr().out.splitlines()[:-1] == ["new: Delete", "new: Webset.note", "new: lost"]


def test_a_field_removed_from_our_own_models_is_the_only_break(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The real packages are the same as themselves, but for the one field that a copy lacks."""
    for name in ("overrides", "generated"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / CHANGELOG, tmp_path)
    webset = tmp_path / "generated" / "exa_websets_generated" / "models" / "webset.py"
    webset.write_text(webset.read_text().replace("    title: str | None\n", ""))

    assert compare(ROOT, tmp_path, "v0") == 1
    told = capsys.readouterr()
    assert told.out == ""
    line, _ = told.err.splitlines()
    assert re.fullmatch(r"generated/\S+/webset\.py:\d+ of v0: Webset\.title is removed; write under Removed: .*", line)
