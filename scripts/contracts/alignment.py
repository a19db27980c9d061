"""Alignment of two contracts: what both describe in different ways gets the same places."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from contracts.facts import Contract, Part, Place


def aligned(one: Contract, other: Contract) -> tuple[Contract, Contract]:
    """Return both contracts with the statuses and union members that only the other one lists explicitly."""
    first, second = _with_statuses(one.parts, other.parts), _with_statuses(other.parts, one.parts)
    return (
        evolve(one, parts=_Members(first, second).moved()),
        evolve(other, parts=_Members(second, first).moved()),
    )


def _with_statuses(parts: Mapping[Place, Part], other: Mapping[Place, Part]) -> dict[Place, Part]:
    """Add statuses that a range or the default includes: a 404 is a 4XX."""
    ours, theirs = _statuses(parts), _statuses(other)
    added: dict[tuple[str, str], list[str]] = {}
    for owner, status in theirs - ours:
        covers = ((owner, f"{status[0]}XX"), (owner, "default")) if status.isdecimal() else ()
        for cover in [each for each in covers if each in ours][:1]:
            added.setdefault(cover, []).append(status)
    found = dict(parts)
    for place, part in parts.items():
        head, space, header = place.role.partition(" ")
        for status in added.get((place.owner, head), ()):
            found[place._replace(role=f"{status}{space}{header}")] = part
    return found


def _statuses(parts: Mapping[Place, Part]) -> set[tuple[str, str]]:
    return {(place.owner, place.role) for place in parts if place.status == place.role and not place.path}


class _Members:
    """Moves the fields of an object into the matching member of a union in the other contract."""

    def __init__(self, parts: Mapping[Place, Part], other: Mapping[Place, Part]) -> None:
        self.parts = parts
        self.other = other
        self.steps = _steps(parts)
        self.other_steps = _steps(other)
        self.found: dict[Place, Part] = {}

    def moved(self) -> dict[Place, Part]:
        for place in self.parts:
            if not place.path:
                self._add(place, place)
        return self.found

    def _add(self, source: Place, target: Place) -> None:
        part = self.found[target] = self.parts[source]
        members = self._members(source, target)
        for member in members:
            home = f"{part.inner}<{member}>"
            self.found[target.inside(f"<{member}>")] = Part(frozenset({"object"}), home=home, inner=part.inner)
        for step in self.steps.get(source, ()):
            around = [target.inside(f"<{member}>") for member in members if step[0] == "."] or [target]
            for each in around:
                self._add(source.inside(step), each.inside(step))

    def _members(self, source: Place, target: Place) -> list[str]:
        """Return the members of the other contract's union that match an object of this one."""
        union = self.other.get(target)
        if union is None or not union.tag or _has_members(self.steps, source):
            return []
        constant = self.parts.get(source.inside(f".{union.tag}"))
        if not _has_members(self.other_steps, target) or constant is None or constant.open:
            return []
        return [value.strip('"') for value in sorted(constant.values or ())]


def _steps(parts: Mapping[Place, Part]) -> dict[Place, list[str]]:
    found: dict[Place, list[str]] = {}
    for place in parts:
        if place.path:
            found.setdefault(place.parent, []).append(place.path[-1])
    return found


def _has_members(steps: Mapping[Place, list[str]], place: Place) -> bool:
    return any(step[0] == "<" for step in steps.get(place, ()))
