"""Each change between two documents is reported, in both directions; changes of style are only counted."""

from __future__ import annotations

from collections import Counter

import pytest
from contracts import versions
from contracts.alignment import aligned
from contracts.changes import BREAKING, COMPATIBLE, Aspect
from contracts.compare import STYLE, changed
from contracts.contract import read
from contracts.facts import Contract
from contracts.lacking import compare as sections
from support.contract_changes import Row, loaded, with_row
from support.openapi_document import Schema
from syrupy.assertion import SnapshotAssertion

BASE = "/websets"
DOCUMENT: Schema = loaded("document.yaml")
CHANGES: list[Row] = loaded("changes.yaml")
STYLES: list[Row] = loaded("style.yaml")
assert len(CHANGES) >= 240
assert len(STYLES) >= 40
PAIRS = {
    Aspect.NEW: Aspect.GONE,
    Aspect.REQUIRED: Aspect.OPTIONAL,
    Aspect.NULL_IN_OPTIONAL: Aspect.NO_NULL,
    Aspect.NEW_VALUES: Aspect.LOST_VALUES,
    Aspect.WIDER: Aspect.NARROWER,
    Aspect.TIGHTER: Aspect.LOOSER,
    Aspect.OPEN: Aspect.CLOSED,
    Aspect.DEPRECATED: Aspect.REVIVED,
}
OPPOSITES = {**{each: each for each in Aspect}, **PAIRS, **{opposite: one for one, opposite in PAIRS.items()}}


def name(row: Row) -> str:
    return f"{row[0]} = {row[1]}" if len(row) > 1 else f"no {row[0]}"


def contract(document: Schema) -> Contract:
    return read(document, by_name=False, base=BASE)


BEFORE = contract(DOCUMENT)


def aspects(old: Contract, new: Contract) -> Counter[tuple[Aspect, object]]:
    """Return what differs and where, without distinguishing required additions from optional ones."""
    same = {Aspect.NEW_REQUIRED: Aspect.NEW, Aspect.NULL_IN_REQUIRED: Aspect.NULL_IN_OPTIONAL}
    found = versions.changes(*aligned(old, new))
    return Counter((same.get(each.aspect, each.aspect), each.place) for each in found)


@pytest.mark.parametrize("row", CHANGES, ids=name)
def test_each_change_is_reported_and_its_reverse_is_the_opposite(row: Row) -> None:
    """A change and its reverse have opposite reports, and a difference from ours is reported or counted as style."""
    after = contract(with_row(DOCUMENT, row))
    lines = versions.compare(BEFORE, after)
    assert [*lines[BREAKING], *lines[COMPATIBLE]]
    assert all("\n" not in line for each in lines.values() for line in each)
    assert any(sections(BEFORE, after).values())
    expected = {(OPPOSITES[aspect], place): count for (aspect, place), count in aspects(BEFORE, after).items()}
    assert aspects(after, BEFORE) == expected


@pytest.mark.parametrize("row", STYLES, ids=name)
def test_a_change_of_style_is_only_counted(row: Row) -> None:
    for old, new in ((DOCUMENT, with_row(DOCUMENT, row)), (with_row(DOCUMENT, row), DOCUMENT)):
        lines, _ = changed(old, new, BASE)
        assert (lines[BREAKING], lines[COMPATIBLE]) == ([], [])
        assert lines[STYLE]


def test_what_each_change_is_reported_as(snapshot: SnapshotAssertion) -> None:
    told: list[str] = []
    for row in CHANGES:
        lines = versions.compare(BEFORE, contract(with_row(DOCUMENT, row)))
        told += [name(row), *(f"  {kind}: {line}" for kind in (BREAKING, COMPATIBLE) for line in lines[kind])]
    assert "\n".join(told) == snapshot


def test_a_document_is_the_same_as_itself() -> None:
    assert changed(DOCUMENT, loaded("document.yaml"), BASE) == ({BREAKING: [], COMPATIBLE: [], STYLE: []}, [])
