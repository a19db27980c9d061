"""What changed between two documents of anybody, and what that means for users."""

from __future__ import annotations

from contracts.alignment import aligned
from contracts.changes import KINDS, differences
from contracts.components import Finding, findings
from contracts.facts import Contract
from contracts.reports import OF_AN_OPERATION, WORDS


def compare(old: Contract, new: Contract) -> list[Finding]:
    """Return what changed between two contracts."""
    old, new = aligned(old, new)
    return findings(old, new, differences(old, new))


def lines(found: list[Finding], old: Contract, new: Contract) -> dict[str, list[str]]:
    """Return the changes as lines by kind."""
    names = {name: each.call for name, each in {**old.operations, **new.operations}.items()}
    return {
        kind: [each.line(names, WORDS, OF_AN_OPERATION) for each in found if each.change.kind == kind] for kind in KINDS
    }
