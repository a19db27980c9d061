"""The changes between two contracts, and their effect on users."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from attrs import evolve, frozen

from contracts.contract import read
from contracts.facts import ANSWERS, REQUESTS, UNION, Contract, Operation, Part, Place
from contracts.limits import LOWER, UPPER
from contracts.renames import same_components, same_operations, with_names
from contracts.shapes import ANY

BREAKING, COMPATIBLE, DOCUMENTATION = KINDS = ("breaking", "compatible", "documentation")
ADDED, CHANGED, REMOVED, DEPRECATED = HEADINGS = ("Added", "Changed", "Removed", "Deprecated")

Aspect = Enum(
    "Aspect",
    "NEW NEW_REQUIRED GONE RENAMED MOVED REQUIRED OPTIONAL NEW_VALUES LOST_VALUES WIDER NARROWER OTHER_TYPE "
    "NULL_IN_REQUIRED NULL_IN_OPTIONAL NO_NULL TIGHTER LOOSER OTHER_LIMIT DEFAULT RULE OPEN CLOSED DEPRECATED REVIVED "
    "TEXT",
)

# The effect of a change in requests and in responses, and its heading in a changelog. Code that reads responses has to
# handle every value, so a wider type breaks it; but unions and enums in responses are open, so new members do not.
RULES: Mapping[Aspect, tuple[str, str, str]] = {
    Aspect.NEW: (COMPATIBLE, COMPATIBLE, ADDED),
    Aspect.NEW_REQUIRED: (BREAKING, COMPATIBLE, ADDED),
    Aspect.GONE: (BREAKING, BREAKING, REMOVED),
    Aspect.RENAMED: (BREAKING, BREAKING, CHANGED),
    Aspect.MOVED: (BREAKING, BREAKING, CHANGED),
    Aspect.REQUIRED: (BREAKING, COMPATIBLE, CHANGED),
    Aspect.OPTIONAL: (COMPATIBLE, BREAKING, CHANGED),
    Aspect.NEW_VALUES: (COMPATIBLE, COMPATIBLE, ADDED),
    Aspect.LOST_VALUES: (BREAKING, COMPATIBLE, REMOVED),
    Aspect.WIDER: (COMPATIBLE, BREAKING, CHANGED),
    Aspect.NARROWER: (BREAKING, COMPATIBLE, CHANGED),
    Aspect.OTHER_TYPE: (BREAKING, BREAKING, CHANGED),
    Aspect.NULL_IN_REQUIRED: (COMPATIBLE, BREAKING, CHANGED),
    Aspect.NULL_IN_OPTIONAL: (COMPATIBLE, COMPATIBLE, CHANGED),
    Aspect.NO_NULL: (BREAKING, COMPATIBLE, CHANGED),
    Aspect.TIGHTER: (BREAKING, COMPATIBLE, CHANGED),
    Aspect.LOOSER: (COMPATIBLE, COMPATIBLE, CHANGED),
    Aspect.OTHER_LIMIT: (BREAKING, COMPATIBLE, CHANGED),
    Aspect.DEFAULT: (BREAKING, COMPATIBLE, CHANGED),
    Aspect.RULE: (BREAKING, BREAKING, CHANGED),
    Aspect.OPEN: (COMPATIBLE, COMPATIBLE, CHANGED),
    Aspect.CLOSED: (BREAKING, BREAKING, CHANGED),
    Aspect.DEPRECATED: (COMPATIBLE, COMPATIBLE, DEPRECATED),
    Aspect.REVIVED: (COMPATIBLE, COMPATIBLE, CHANGED),
    Aspect.TEXT: (DOCUMENTATION, DOCUMENTATION, CHANGED),
}
LONGEST_VALUE = 80
MOST_VALUES = 5


@frozen
class Change:
    """A change at a place, with the new and the old value."""

    aspect: Aspect
    place: Place
    new: str = ""
    old: str = ""
    kind: str = ""

    @property
    def heading(self) -> str:
        return RULES[self.aspect][2]


def changes(before: Contract, after: Contract) -> list[Change]:
    """Return the changes with their kinds; renaming a class or an operation is a single change."""
    operations, components = same_operations(before, after), same_components(before, after)
    old = with_names(before, {**operations, **components})
    renamed = [Change(Aspect.RENAMED, Place(new), new, name) for name, new in {**operations, **components}.items()]
    found = [*renamed, *_moved(old, after), *differences(old, after)]
    return [evolve(each, kind=kind_of(each, old, after)) for each in found]


def changes_of_documents(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return the changes for users between two documents of ours."""
    found = changes(read(before, by_name=True), read(after, by_name=True))
    if found or json.dumps(before) == json.dumps(after):
        return found
    return [Change(Aspect.TEXT, Place(""), "order or style", kind=DOCUMENTATION)]


def differences(before: Contract, after: Contract) -> Iterator[Change]:
    """Yield each difference at the outermost place where it occurs."""
    for name in sorted(after.operations.keys() - before.operations.keys()):
        yield Change(Aspect.NEW, Place(name), after.operations[name].request)
    for name in sorted(before.operations.keys() - after.operations.keys()):
        yield Change(Aspect.GONE, Place(name), old=before.operations[name].request)
    for name in sorted(before.operations.keys() & after.operations.keys()):
        yield from _described(Place(name), before.operations[name], after.operations[name])
    yield from (Change(Aspect.NEW, Place(name)) for name in sorted(after.names - before.names))
    yield from (Change(Aspect.GONE, Place(name)) for name in sorted(before.names - after.names))
    yield from _texts(Place(""), before.texts, after.texts)
    shared = {""} | (before.operations.keys() | before.names) & (after.operations.keys() | after.names)
    for place in sorted(before.parts.keys() | after.parts.keys()):
        if place.owner in shared:
            yield from _at(place, before.parts, after.parts)


def type_text(place: Place, parts: Mapping[Place, Part]) -> str:
    """Return the type at a place as text, such as `array of string or null`."""
    part = parts[place]
    element = place.inside("[]")
    inner = f"array of {type_text(element, parts)}" if element in parts else "array"
    types = [] if part.values is None else [_listed(part.values, MOST_VALUES)]
    open_ = part.types if part.values is None else part.open
    types += [inner if name == "array" else name for name in sorted(open_)]
    return " or ".join([*types, *(["null"] if part.null else [])]) or "nothing"


def _at(place: Place, before: Mapping[Place, Part], after: Mapping[Place, Part]) -> Iterator[Change]:
    old, new = before.get(place), after.get(place)
    if old and new:
        if old.described == new.described:
            yield from _between(place, before, after)
            return
        old, new = old if old.described else None, new if new.described else None
    if place.path and not _is_compared(place, before.get(place.parent), after.get(place.parent)):
        return
    if place.path[-1:] == (".*",):
        yield Change(Aspect.OPEN if new else Aspect.CLOSED, place)
    elif new:
        is_field = place.path[-1:] != () and place.path[-1][0] == "."
        is_sent = not place.path and place.direction == REQUESTS
        state = ("required" if new.required else "optional") if is_field or is_sent else ""
        aspect = Aspect.NEW_REQUIRED if state == "required" else Aspect.NEW
        about = type_text(place, after) if is_field or not place.path else ""
        yield Change(aspect, place, ", ".join(filter(None, (about, state))))
    else:
        yield Change(Aspect.GONE, place)


def _is_compared(place: Place, old: Part | None, new: Part | None) -> bool:
    """Return True unless a part that only one side has is explained by a cycle or by a different type."""
    if old is None or new is None or old.cut or new.cut:
        return False
    if place.path[-1][0] == "(":  # a media type besides JSON
        return place.path[-1].strip("()") not in old.types ^ new.types
    if old.types == new.types:
        return True
    container = "array" if place.path[-1] == "[]" else "object"
    return container in old.types & new.types or (ANY in old.types and place.path[-1] != ".*")


def _between(place: Place, before: Mapping[Place, Part], after: Mapping[Place, Part]) -> Iterator[Change]:
    old, new = before[place], after[place]
    if old.required != new.required:
        yield Change(Aspect.REQUIRED if new.required else Aspect.OPTIONAL, place)
    if ANY not in old.types | new.types and old.null != new.null:
        null = Aspect.NULL_IN_REQUIRED if new.required else Aspect.NULL_IN_OPTIONAL
        yield Change(null if new.null else Aspect.NO_NULL, place)
    if aspect := _type_aspect(old, new):
        yield Change(aspect, place, type_text(place, after), type_text(place, before))
    if old.types == new.types and aspect is not Aspect.OTHER_TYPE and None not in (old.values, new.values):
        was, is_ = old.values or frozenset(), new.values or frozenset()
        if added := is_ - was:
            yield Change(Aspect.NEW_VALUES, place, _listed(added))
        if lost := was - is_:
            yield Change(Aspect.LOST_VALUES, place, old=_listed(lost))
    if aspect is not Aspect.OTHER_TYPE:
        yield from _limits(place, old.limits, new.limits)
    for key in sorted(old.rules.keys() | new.rules.keys()):
        if old.rules.get(key) != new.rules.get(key):
            texts = (_short(f"{key} {each.rules[key]}") if key in each.rules else f"no {key}" for each in (new, old))
            yield Change(Aspect.DEFAULT if key == "default" else Aspect.RULE, place, *texts)
    yield from _described(place, old, new)


def _type_aspect(old: Part, new: Part) -> Aspect | None:
    if old.types != new.types:
        if UNION not in old.types | new.types:
            if _fits(old.types, new.types):
                return Aspect.WIDER
            if _fits(new.types, old.types):
                return Aspect.NARROWER
        return Aspect.OTHER_TYPE
    if (old.values is None) != (new.values is None):
        return Aspect.WIDER if new.values is None else Aspect.NARROWER
    if old.open != new.open:
        return Aspect.WIDER if old.open < new.open else Aspect.NARROWER if new.open < old.open else Aspect.OTHER_TYPE
    return Aspect.OTHER_TYPE if old.values and new.values and not old.values & new.values else None


def _fits(narrow: frozenset[str], wide: frozenset[str]) -> bool:
    return ANY in wide or narrow <= wide | ({"integer"} if "number" in wide else set())


def _limits(place: Place, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for key in sorted(old.keys() | new.keys()):
        was, is_ = old.get(key), new.get(key)
        if was != is_:
            texts = (_short(f"{key} {each}") if each is not None else "none" for each in (is_, was))
            yield Change(_limit_aspect(key, was, is_), place, *texts)


def _limit_aspect(key: str, was: Any, is_: Any) -> Aspect:
    if was is None or is_ is None:
        return Aspect.TIGHTER if was is None else Aspect.LOOSER
    if key not in (*LOWER, *UPPER) or isinstance(was, str) or isinstance(is_, str):
        return Aspect.OTHER_LIMIT
    return Aspect.TIGHTER if (is_ > was) == (key in LOWER) else Aspect.LOOSER


def _described(place: Place, old: Operation | Part, new: Operation | Part) -> Iterator[Change]:
    if old.deprecated != new.deprecated:
        yield Change(Aspect.DEPRECATED if new.deprecated else Aspect.REVIVED, place)
    yield from _texts(place, old.texts, new.texts)


def _texts(place: Place, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    if changed := [key for key in dict.fromkeys((*old, *new)) if old.get(key) != new.get(key)]:
        yield Change(Aspect.TEXT, place, ", ".join(changed))


def _moved(before: Contract, after: Contract) -> Iterator[Change]:
    for name in sorted(before.operations.keys() & after.operations.keys()):
        was, is_ = before.operations[name].request, after.operations[name].request
        if was != is_:
            yield Change(Aspect.MOVED, Place(name), is_, was)


def kind_of(change: Change, before: Contract, after: Contract) -> str:
    """Return the effect of a change on code that sends or reads the value."""
    requests, answers, _ = RULES[change.aspect]
    place = change.place
    if change.aspect is Aspect.GONE and place.is_error and not place.path:
        return COMPATIBLE
    uses = before.uses.get(place.owner, frozenset()) | after.uses.get(place.owner, frozenset()) or {place.direction}
    found = {requests} if uses == {REQUESTS} else {answers} if uses == {ANSWERS} else {requests, answers}
    return next(kind for kind in KINDS if kind in found)


def _listed(values: frozenset[str], most: int | None = None) -> str:
    shown = [f"`{value.strip(chr(34))}`" for value in sorted(values)]
    more = [] if most is None or len(shown) <= most else [f"{len(shown) - most} more"]
    return ", ".join([*shown[:most], *more])


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
