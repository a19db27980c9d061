"""Comparison of two versions of any document."""

from __future__ import annotations

from collections.abc import Iterable

from contracts.alignment import aligned
from contracts.changes import KINDS, Change, differences
from contracts.components import findings
from contracts.facts import Contract
from contracts.reports import OF_AN_OPERATION, WORDS
from contracts.shapes import ANY


def changes(old: Contract, new: Contract) -> Iterable[Change]:
    """Yield the changes between two aligned contracts, without the fields of a schema that was empty before."""
    for change in differences(old, new):
        around = old.parts.get(change.place.parent) if change.place.path else None
        if change.place in old.parts or around is None or ANY not in around.types:
            yield change


def compare(old: Contract, new: Contract) -> dict[str, list[str]]:
    """Return the changes as lines, by their effect on users."""
    old, new = aligned(old, new)
    names = {name: each.call for name, each in {**new.operations, **old.operations}.items()}
    lines: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for each in findings(old, new, changes(old, new)):
        lines[each.change.kind].append(each.line(names, WORDS, OF_AN_OPERATION))
    return lines
