"""`scripts/check-api` fails on changes to the public API that the changelog does not announce."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from public_api.check_api import check
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


GENERATED = "exa_websets_generated"
MODEL, DICT = f"{GENERATED}.models.Webset", f"{GENERATED}.typed_dicts"
CHANGES = {
    "a name of __all__": (FACE, ', "found"]', "]", "found is removed"),
    "a function": (WEBHOOKS, "def verify", "def check", "webhooks.verify is removed"),
    "a method of a base": (CLIENT, "close(", "shut(", "Client.close is removed"),
    "a default": (CLIENT, "None = None", "None", "Client.__init__ was (key: str | None = None, *,"),
    "another default": (CLIENT, " = 2", " = 3", "Client.__init__ was (key: str | None = None, *, retries: int = 2)"),
    "a parameter": (CLIENT, ", *, retries: int = 2", "", "Client.__init__ was (key: str | None = None, *,"),
    "an order": (CLIENT, "(a: int)", "(b: int = 0, a: int = 0)", "add was (a: int) -> int, is (b: int = 0, a: int"),
    "a way to pass": (CLIENT, "(count: int)", "(*, count: int)", "found was (count: int) -> bool, is (*, count: int)"),
    "a required parameter": (CLIENT, "(count: int)", "(count: int, by: int)", "found was (count: int) -> bool, is (co"),
    "an optional parameter": (CLIENT, "(count: int)", "(count: int, by: int = 0)", "found was (count: int) -> bool, i"),
    "what a parameter takes": (CLIENT, "count: int", "count: int | None", "found was (count: int) -> bool, is (count:"),
    "an answer": (CLIENT, "-> bool", "-> bool | None", "found was (count: int) -> bool, is (count: int) -> bool | No"),
    "a coroutine": (CLIENT, "def found", "async def found", "found was (count: int) -> bool, is (count: int) -> bool,"),
    "a base class": (CLIENT, ", ValueError", "", "NotFound was (LookupError, ValueError), is (LookupError)"),
    "a property": (CLIENT, "@cached_property", "@staticmethod", "Client.websets was websets.Websets, is () -> w"),
    "what a client hands out": (WEBSETS, "cancel", "stop", "Websets.cancel is removed"),
    "a model": (MODELS, '"Status", ', "", f"{GENERATED}.models.Status is removed"),
    "a field": (WEBSET, "    title: str | None = None\n", "", f"{MODEL}.title is removed"),
    "a required field": (WEBSET, "    id: str\n", "    id: str\n    team: str\n", f"{MODEL}.team is new and required"),
    "a field without its default": (WEBSET, " = field(factory=list)", "", f"{MODEL}.tags was list[str] = field("),
    "the type of a field": (WEBSET, "Status | str", "str", f"{MODEL}.status was Status | str, required, is str, re"),
    "a value of an enum": (
        WEBSET,
        '"paused"',
        '"halted"',
        f"{GENERATED}.models.Status.PAUSED was 'paused', is 'halted'",
    ),
    "a member of an enum": (WEBSET, "PAUSED", "HALTED", f"{GENERATED}.models.Status.PAUSED is removed"),
    "a value of an alias": (DICTS, '"import", ', "", f"{DICT}.Source was TypeAlias = Literal['import', 'webset'], is"),
    "a key": (DICTS, "NotRequired[int]", "int", f"{DICT}.Create.count was NotRequired[int], is int, required"),
    "a required key": (DICTS, "query:", "more: int\n    query:", f"{DICT}.Create.more is new and required"),
    "a field of a pydantic model": (DICTS, "int = 3", "int", f"{DICT}.Search.limit was int = 3, is int, required"),
    "an operation": (OPERATION, ", *, limit: int = 1", "", f"{GENERATED}.api.websets.websets_get.asyncio was (id: str"),
}
HARMLESS = {
    "a private method": (WEBSETS, "_look", "_see"),
    "the making of what a client hands out": (WEBSETS, "transport: object", "send: object"),
    "a private parameter": (WEBSETS, "_now: int", "_then: int"),
    "a private base": (CLIENT, "Base", "Root"),
    "a private module": (FACE, "._client import found", "._found import found"),
    "a name outside of __all__": (WEBHOOKS, "helper", "helpers"),
    "the order of fields": (
        WEBSET,
        "    id: str\n    status: Status | str\n",
        "    status: Status | str\n    id: str\n",
    ),
    "an optional key": (DICTS, "    query: str", "    more: NotRequired[str]\n    query: str"),
}


@pytest.fixture
def before(tmp_path: Path) -> Path:
    """The packages before the change."""
    return write_packages(tmp_path / "before")


@pytest.fixture
def now(before: Path) -> Path:
    """A copy of the packages, which a test changes."""
    return Path(shutil.copytree(before, before.with_name("now")))


@pytest.mark.parametrize(("name", "old", "new", "line"), CHANGES.values(), ids=CHANGES)
def test_a_change_is_named_and_fails_until_it_is_announced(
    name: str, old: str, new: str, line: str, before: Path, now: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A change is one line with the old and the new form, and an entry under Changed that names it is enough."""
    change(now, name, old, new)

    assert check(before, now, "v1.0") == 1
    *told, summary, _ = capsys.readouterr().err.splitlines()
    assert any(each.startswith(f"not announced: {line}") for each in told)
    assert summary == f"{len(told)} of {len(told)} changes since v1.0 are not announced."

    names = [each.removeprefix("not announced: ").partition(" ")[0].removesuffix(".__init__") for each in told]
    change(now, CHANGELOG, "\n### Added", f"\n### Changed\n\n- `{'`, `'.join(names)}`\n\n### Added")
    assert check(before, now, "v1.0") == 0


@pytest.mark.parametrize(("name", "old", "new"), HARMLESS.values(), ids=HARMLESS)
def test_what_users_do_not_see_passes(name: str, old: str, new: str, before: Path, now: Path) -> None:
    """Private changes and additions do not have to be announced."""
    if new == "._found import found":
        change(now, CLIENT, "def found(count: int) -> bool: ...", "")
        (now / CLIENT).with_name("_found.py").write_text("def found(count: int) -> bool: ...")
    change(now, name, old, new)

    assert check(before, now, "v1.0") == 0


def test_an_announced_change_passes(before: Path, now: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only a bullet under Removed or Changed that names the change, with or without its modules, announces it."""
    change(now, WEBSET, "    title: str | None = None\n", "")
    change(now, OPERATION, "limit: int = 1", "limit: int = 2")
    for text, code in [
        ("## [Unreleased]\n\n### Removed\n\n- `Webset` and `title`.\n\n### Changed\n\n- `websets_get`.\n", 1),
        ("## [Unreleased]\n\n### Fixed\n\n- `Webset.title`, `websets_get`.\n", 1),
        ("## [Unreleased]\n\n### Added\n\n- `Webset.title`, `websets_get`.\n", 1),
        ("## [Unreleased]\n\n### Removed\n\n- `models.Webset.title`.\n\n### Changed\n\n- `websets_get(limit)`.\n", 0),
    ]:
        (now / CHANGELOG).write_text(f"# Changelog\n\n{text}")
        assert check(before, now, "v1.0") == code
    call = "(id: str, *, limit: int = %s) -> str"
    assert capsys.readouterr().out.splitlines()[-4:] == [
        *(
            f"announced: {GENERATED}.api.websets.websets_get.{form} was {call % 1}, is {call % 2}"
            for form in ("asyncio", "sync")
        ),
        f"announced: {MODEL}.title is removed",
        "CHANGELOG.md announces all 3 changes of the public API since v1.0",
    ]


def test_what_a_release_announced_counts_for_no_later_one(before: Path, now: Path) -> None:
    """A section that the older changelog already has does not count; one that was released since then does."""
    change(now, CLIENT, "def found(count: int)", "def found(size: int)")
    old, cut = "## [1.0]\n\n### Changed\n\n- `found`.\n", "## [1.1] - 2026-11-24\n\n### Changed\n\n- `found`.\n\n"
    (before / CHANGELOG).write_text(f"# Changelog\n\n## [Unreleased]\n\n{old}")

    (now / CHANGELOG).write_text(f"# Changelog\n\n## [Unreleased]\n\n{old}")
    assert check(before, now, "v1.0") == 1
    (now / CHANGELOG).write_text(f"# Changelog\n\n## [Unreleased]\n\n{cut}{old}")
    assert check(before, now, "v1.0") == 0


def test_additions_are_reported_and_pass(before: Path, now: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """New names are reported for information, without the members of something new."""
    change(now, CLIENT, "def found", "def lost() -> None: ...\ndef found")
    change(now, FACE, "NotFound, add", "NotFound, add, lost")
    change(now, FACE, '"found"]', '"found", "lost"]')
    change(now, WEBSET, "    id: str", "    note: str = ''\n    id: str")
    change(now, DICTS, "class Search", "class Delete(TypedDict):\n    id: str\nclass Search")

    assert check(before, now, "v1.0") == 0
    told = capsys.readouterr().out.splitlines()[:-1]
    assert told == [f"new: {MODEL}.note", f"new: {DICT}.Delete", "new: lost"]


def test_a_field_removed_from_our_own_models_is_the_only_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Comparing the real packages with a copy that lacks one field reports only that field."""
    for name in ("overrides", "generated"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / CHANGELOG, tmp_path)
    webset = tmp_path / "generated" / "exa_websets_generated" / "models" / "webset.py"
    webset.write_text(webset.read_text().replace("    title: str | None\n", ""))

    assert check(ROOT, tmp_path, "v0") == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines()[0] == f"not announced: {MODEL}.title is removed"
    assert told.err.splitlines()[1] == "1 of 1 changes since v0 are not announced."
