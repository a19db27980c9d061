"""Changes between two expanded contracts by component, so that each is reported once with its operations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve, frozen

from contracts.changes import KINDS, Aspect, Change, kind_of
from contracts.facts import Contract, Part, Place
from contracts.reports import sentence, some_of, subject


@frozen
class Finding:
    """A change of a component's field or of a part of operations, and the affected operations.

    `everywhere` is True if no other operation of both contracts uses the component.
    """

    change: Change
    owners: tuple[str, ...]
    in_component: bool
    everywhere: bool

    def line(self, names: Mapping[str, str], words: Mapping[Aspect, str], of_an_operation: Mapping[Aspect, str]) -> str:
        """Return the change as a line, with the names of operations."""
        place, calls = self.change.place, [names.get(owner, owner) for owner in self.owners]
        if self.in_component:
            where = f"as in {calls[0]}" if self.everywhere else f"only in {some_of(calls)}"
            return f"{sentence(self.change, subject(place, [place.owner], str), words)}, {where}"
        if not place.role and place.owner:
            return sentence(self.change, calls[0], {**words, **of_an_operation})
        return sentence(self.change, subject(place, calls, str), words)


def findings(before: Contract, after: Contract, changes: Iterable[Change]) -> list[Finding]:
    """Merge equal changes; the kind of the result is the most severe one."""
    found: dict[tuple[Change, str], list[Change]] = {}
    for change in changes:
        home = _home(change, before.parts)
        found.setdefault((evolve(change, place=_at(change.place, home), kind=""), home), []).append(change)
    users = _users(before, before.operations.keys() & after.operations.keys())
    return [_finding(key, home, each, before, after, users) for (key, home), each in found.items()]


def _finding(
    change: Change, home: str, each: list[Change], before: Contract, after: Contract, users: Mapping[str, set[str]]
) -> Finding:
    owners = tuple(dict.fromkeys(one.place.owner for one in each))
    kinds = {kind_of(one, before, after) for one in each}
    around = {name for one in each if (name := _around(one, before.parts))}
    using = set[str]().union(*(users.get(name, set()) for name in around or {home}))
    return Finding(
        evolve(change, kind=next(kind for kind in KINDS if kind in kinds)), owners, bool(home), using <= {*owners}
    )


def _home(change: Change, parts: Mapping[Place, Part]) -> str:
    """Return the component and field of the first contract that a change affects, or "" outside of components."""
    place = change.place
    if part := parts.get(place):
        home = part.inner if change.aspect in (Aspect.NEW_VALUES, Aspect.LOST_VALUES) else part.home
    else:
        base = _around(change, parts)
        home = f"{base}{place.path[-1]}" if base else ""
    return "" if home[:1] in (".", "[", "<") else home


def _around(change: Change, parts: Mapping[Place, Part]) -> str:
    """Return the component of the first contract to which something was added, or "" for other changes."""
    place = change.place
    around = parts.get(place.parent)
    if place in parts or not place.path or around is None or place.path[-1][0] == "(":
        return ""
    return around.home if place.path[-1] == "[]" else around.inner


def _at(place: Place, home: str) -> Place:
    """Return the place of a field of a component, or a part of an operation without the operation."""
    if not home:
        return place._replace(owner="") if place.role else place
    for start in ("<", ".*"):
        name, found, rest = home.rpartition(start)
        if found and ((start == "<" and rest.endswith(">")) or not rest):
            return Place(name, path=(f"{start}{rest}",))
    return Place(home)


def _users(contract: Contract, shared: Iterable[str]) -> dict[str, set[str]]:
    """Return the operations that use each component and each field."""
    known = {*shared}
    found: dict[str, set[str]] = {}
    for place, part in contract.parts.items():
        for name in {part.home, part.inner} - {""} if place.owner in known else ():
            found.setdefault(name, set()).add(place.owner)
    return found
