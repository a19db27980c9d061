"""Each change between two documents is reported, in both directions; changes of style are only counted."""

from __future__ import annotations

import functools
from collections import Counter
from typing import TypeAlias

import pytest
from attrs import frozen
from contracts import versions
from contracts.alignment import aligned
from contracts.changes import BREAKING, COMPATIBLE, Aspect
from contracts.compare import STYLE, changed
from contracts.contract import read
from contracts.facts import Contract, Place
from contracts.lacking import compare as sections
from support.contract_changes import Row, loaded, with_row
from support.openapi_document import Schema
from syrupy.assertion import SnapshotAssertion

pytestmark = pytest.mark.packaging  # several hundred comparisons
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


Aspects: TypeAlias = Counter[tuple[Aspect, Place]]


@frozen
class Outcome:
    """What is reported of a change, and how the documents differ in both directions."""

    lines: dict[str, list[str]]
    differs_from_ours: bool
    forward: Aspects
    backward: Aspects


@functools.cache
def outcome(index: int) -> Outcome:
    """Return the outcome of a change, without its document, which would take much memory."""
    after = contract(with_row(DOCUMENT, CHANGES[index]))
    old, new = aligned(BEFORE, after)
    return Outcome(
        lines=versions.compare(BEFORE, after),
        differs_from_ours=any(sections(BEFORE, after).values()),
        forward=aspects(old, new),
        backward=aspects(new, old),
    )


def aspects(old: Contract, new: Contract) -> Aspects:
    """Return how aligned contracts differ and where; required additions are not distinguished from optional ones."""
    same = {Aspect.NEW_REQUIRED: Aspect.NEW, Aspect.NULL_IN_REQUIRED: Aspect.NULL_IN_OPTIONAL}
    return Counter((same.get(each.aspect, each.aspect), each.place) for each in versions.changes(old, new))


@pytest.mark.parametrize("index", range(len(CHANGES)), ids=[name(row) for row in CHANGES])
def test_each_change_is_reported_and_its_reverse_is_the_opposite(index: int) -> None:
    """A change and its reverse have opposite reports, and a difference from ours is reported or counted as style."""
    found = outcome(index)
    assert [*found.lines[BREAKING], *found.lines[COMPATIBLE]]
    assert all("\n" not in line for each in found.lines.values() for line in each)
    assert found.differs_from_ours
    assert found.backward == {(OPPOSITES[aspect], place): count for (aspect, place), count in found.forward.items()}


@pytest.mark.parametrize("row", STYLES, ids=name)
def test_a_change_of_style_is_only_counted(row: Row) -> None:
    for old, new in ((DOCUMENT, with_row(DOCUMENT, row)), (with_row(DOCUMENT, row), DOCUMENT)):
        lines, _ = changed(old, new, BASE)
        assert (lines[BREAKING], lines[COMPATIBLE]) == ([], [])
        assert lines[STYLE]


def test_what_each_change_is_reported_as(snapshot: SnapshotAssertion) -> None:
    told: list[str] = []
    for index, row in enumerate(CHANGES):
        lines = outcome(index).lines
        told += [name(row), *(f"  {kind}: {line}" for kind in (BREAKING, COMPATIBLE) for line in lines[kind])]
    assert "\n".join(told) == snapshot


def test_a_document_is_the_same_as_itself() -> None:
    assert changed(DOCUMENT, loaded("document.yaml"), BASE) == ({BREAKING: [], COMPATIBLE: [], STYLE: []}, [])
