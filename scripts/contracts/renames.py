"""Detection of renamed operations and components."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from attrs import evolve

from contracts.facts import Contract, Part, Place

Signature: TypeAlias = "frozenset[tuple[object, ...]]"


def same_operations(before: Contract, after: Contract) -> dict[str, str]:
    """Map old to new names of operations with the same operationId or the same request."""
    by_id = {each.id: name for name, each in after.operations.items() if each.id}
    by_address = {each.address: name for name, each in after.operations.items()}
    found: dict[str, str] = {}
    for name, each in before.operations.items():
        new = by_id.get(each.id) or by_address.get(each.address)
        if new and new != name and new not in before.operations and new not in found.values():
            found[name] = new
    return found


def same_components(before: Contract, after: Contract) -> dict[str, str]:
    """Map old to new names of components with the same contents, unless the match is ambiguous."""
    unmatched = before.names ^ after.names
    old = _by_signature(before, before.names - after.names, unmatched)
    new = _by_signature(after, after.names - before.names, unmatched)
    return {
        names[0]: new[signature][0]
        for signature, names in old.items()
        if len(names) == 1 and len(new.get(signature, ())) == 1
    }


def with_names(contract: Contract, names: Mapping[str, str]) -> Contract:
    """Return the contract with renamed operations and components."""

    def new(name: str) -> str:
        return " & ".join(sorted(names.get(each, each) for each in name.split(" & ")))

    def place(old: Place) -> Place:
        steps = (f"<{new(step[1:-1])}>" if step[0] == "<" else step for step in old.path)
        return Place(new(old.owner), old.role, tuple(steps))

    def part(old: Part) -> Part:
        return evolve(old, types=frozenset(map(new, old.types)))

    return evolve(
        contract,
        operations={new(name): each for name, each in contract.operations.items()},
        names=frozenset(map(new, contract.names)),
        parts={place(old): part(each) for old, each in contract.parts.items()},
        uses={new(name): each for name, each in contract.uses.items()},
    )


def _by_signature(contract: Contract, names: frozenset[str], unmatched: frozenset[str]) -> dict[Signature, list[str]]:
    """Group components by their contents, ignoring the names that only one of the contracts has."""

    def known(name: str) -> str:
        return "?" if name in unmatched else name

    facts: dict[str, set[tuple[object, ...]]] = {name: set() for name in names}
    for place, part in contract.parts.items():
        if place.owner in facts:
            path = tuple(f"<{known(step[1:-1])}>" if step[0] == "<" else step for step in place.path)
            limits = tuple(sorted((key, str(value)) for key, value in part.limits.items()))
            types = tuple(sorted(map(known, part.types)))
            facts[place.owner].add((path, types, part.required, part.null, part.values, limits))
    found: dict[Signature, list[str]] = {}
    for name in sorted(names):
        found.setdefault(frozenset(facts[name]), []).append(name)
    return found
