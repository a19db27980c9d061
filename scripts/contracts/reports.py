"""Tells of changes in words: to a person at a terminal, and to the readers of a changelog."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from attrs import evolve

from contracts.changes import ADDED, BREAKING, CHANGED, COMPATIBLE, DEPRECATED, KINDS, REMOVED, Aspect, Change
from contracts.facts import Place

# The order in which Keep a Changelog has them.
HEADINGS = (ADDED, CHANGED, DEPRECATED, REMOVED)
WORDS: Mapping[Aspect, str] = {
    Aspect.NEW: "{subject} is new ({new})",
    Aspect.NEW_REQUIRED: "{subject} is new ({new})",
    Aspect.GONE: "{subject} is gone",
    Aspect.RENAMED: "{old} is now called {subject}",
    Aspect.MOVED: "{subject} is now {new}, was {old}",
    Aspect.REQUIRED: "{subject} is now required",
    Aspect.OPTIONAL: "{subject} is now optional",
    Aspect.NEW_VALUES: "{subject} has new values: {new}",
    Aspect.LOST_VALUES: "{subject} has lost values: {old}",
    Aspect.WIDER: "{subject} is now {new}, was {old}",
    Aspect.NARROWER: "{subject} is now {new}, was {old}",
    Aspect.OTHER_TYPE: "{subject} is now {new}, was {old}",
    Aspect.NULL_IN_REQUIRED: "{subject} may now be null",
    Aspect.NULL_IN_OPTIONAL: "{subject} may now be null",
    Aspect.NO_NULL: "{subject} may not be null any more",
    Aspect.TIGHTER: "{subject} has another limit: {new}, was {old}",
    Aspect.LOOSER: "{subject} has another limit: {new}, was {old}",
    Aspect.OPEN: "{subject} is now allowed",
    Aspect.CLOSED: "{subject} is now refused",
    Aspect.DEPRECATED: "{subject} is now deprecated",
    Aspect.REVIVED: "{subject} is not deprecated any more",
    Aspect.TEXT: "{subject}: {new}",
}
OF_AN_OPERATION = {Aspect.NEW: "new operation: {subject} ({new})", Aspect.GONE: "operation gone: {subject} ({old})"}
OF_A_CLASS = {Aspect.NEW: "new class: {subject}", Aspect.GONE: "class gone: {subject}"}
MOST_OWNERS = 3


def report(changes: Sequence[Change], against: str) -> list[str]:
    """Tell all changes by kind, the breaking ones first."""
    title = f"what this means for users, against {against}:"
    lines = [f"{title} nothing"] if not changes else [title]
    for kind in KINDS:
        told = [f"  - {each}" for each in sentences((one for one in changes if one.kind == kind), str)]
        lines += [kind, *told] if told else []
    return lines


def changelog(changes: Sequence[Change]) -> list[str]:
    """Tell what users have to know, in the sections of a changelog and the breaking changes first."""
    lines: list[str] = []
    for heading in HEADINGS:
        bullets = [
            f"- {mark}{each}."
            for kind, mark in ((BREAKING, "**Breaking:** "), (COMPATIBLE, ""))
            for each in sentences((one for one in changes if (one.heading, one.kind) == (heading, kind)), _quoted)
        ]
        lines += [*([""] if lines else []), f"### {heading}", "", *bullets] if bullets else []
    return lines


def sentences(changes: Iterable[Change], quote: Callable[[str], str]) -> Iterator[str]:
    """Tell each change once, also where several operations have it alike."""
    owners: dict[Change, list[str]] = {}
    for change in changes:
        place = change.place
        key = evolve(change, place=place._replace(owner="")) if place.role else change
        owners.setdefault(key, []).append(place.owner)
    for change, names in owners.items():
        if change.aspect is Aspect.RENAMED:
            change = evolve(change, old=quote(change.old))
        is_whole = not change.place.role and not change.place.path
        of_a_whole = OF_AN_OPERATION if change.new or change.old else OF_A_CLASS
        words = {**WORDS, **of_a_whole} if is_whole else WORDS
        yield sentence(change, subject(change.place, names, quote), words)


def sentence(change: Change, about: str, words: Mapping[Aspect, str]) -> str:
    """Tell a change of what it is about."""
    return words[change.aspect].format(subject=about, new=change.new, old=change.old).removesuffix(" ()")


def subject(place: Place, owners: Sequence[str], quote: Callable[[str], str]) -> str:
    """Name a place as people do: the owner, or the first ones of several, and what of it is meant."""
    *around, last = [*place.path] or [""]
    inner = last == ".*" or last[:1] == "<"
    path = "".join(around if inner else place.path)
    prefix = "" if not inner else "any other field of " if last == ".*" else f"the member `{last[1:-1]}` of "
    if not place.role:
        return prefix + (quote(f"{owners[0]}{path}") if owners[0] else "the document")
    shown = [quote(name) for name in owners[:MOST_OWNERS]]
    more = [f"{len(owners) - MOST_OWNERS} more"] if len(owners) > MOST_OWNERS else []
    *first, end = [*shown, *more]
    listed = f"{', '.join(first)} and {end}" if first else end
    return f"{listed}: {prefix}{_part(place.role, path)}"


def _part(role: str, path: str) -> str:
    kind, _, name = role.partition(" ")
    whole = f"the {kind} parameter `{name}`" if name else "the body" if role == "body" else f"the answer {role}"
    return f"the field `{path.removeprefix('.')}` of {whole}" if path else whole


def _quoted(name: str) -> str:
    """Quote a name as a changelog does, a field also with the name it has in Python."""
    owner, _, field = name.partition(".")
    in_python = re.sub(r"(?<=[a-z0-9])[A-Z]", lambda match: f"_{match[0].lower()}", field)
    return f"`{name}`" if field == in_python else f"`{name}` (`{owner}.{in_python}` in Python)"
