"""Comparison of a document of the vendor with `openapi/`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import urlsplit

from contracts.alignment import aligned
from contracts.changes import BREAKING, Aspect, Change, differences, kind_of
from contracts.components import findings
from contracts.facts import ANSWERS, ANY_OTHER, SERVER, Contract, Part
from contracts.shapes import ANY, FORMATS

LACKING, DIFFERENT, ONLY_OURS = "the vendor has, openapi/ lacks", "different", "openapi/ has, the vendor lacks"
STYLE = "differences of style"
TYPE = "{subject} is {new} there, {old} here"
HAS = "{subject} has {new} there, {old} here"
LIMIT = "{subject} has the limit {new} there, {old} here"
WORDS: Mapping[Aspect, str] = {
    Aspect.NEW: "{subject} ({new})",
    Aspect.NEW_REQUIRED: "{subject} ({new})",
    Aspect.NEW_VALUES: "{subject}: {new}",
    Aspect.GONE: "{subject}",
    Aspect.LOST_VALUES: "{subject}: {old}",
    Aspect.OTHER_TYPE: TYPE,
    Aspect.WIDER: TYPE,
    Aspect.NARROWER: TYPE,
    Aspect.NULL_IN_REQUIRED: "{subject} can be null there",
    Aspect.NULL_IN_OPTIONAL: "{subject} can be null there",
    Aspect.NO_NULL: "{subject} cannot be null there",
    Aspect.REQUIRED: "{subject} is required there",
    Aspect.OPTIONAL: "{subject} is optional there",
    Aspect.TIGHTER: LIMIT,
    Aspect.LOOSER: LIMIT,
    Aspect.OTHER_LIMIT: LIMIT,
    Aspect.DEFAULT: HAS,
    Aspect.RULE: HAS,
    Aspect.OPEN: "{subject} is allowed there",
    Aspect.CLOSED: "{subject} is rejected there",
    Aspect.DEPRECATED: "{subject} is deprecated there",
    Aspect.REVIVED: "{subject} is not deprecated there",
    Aspect.TEXT: "{subject}: {new}",
}
OF_AN_OPERATION = {Aspect.NEW: "the operation {new}", Aspect.GONE: "the operation {old}"}
MORE = (
    *(Aspect.NEW, Aspect.NEW_REQUIRED, Aspect.NEW_VALUES, Aspect.NULL_IN_REQUIRED, Aspect.NULL_IN_OPTIONAL),
    *(Aspect.WIDER, Aspect.OTHER_TYPE),
)
TYPES = (Aspect.WIDER, Aspect.NARROWER, Aspect.OTHER_TYPE)
LIMITS = (Aspect.TIGHTER, Aspect.LOOSER, Aspect.OTHER_LIMIT)


def compare(ours: Contract, theirs: Contract) -> dict[str, list[str]]:
    """Return the differences of the vendor's contract by section."""
    ours, theirs = aligned(ours, theirs)
    names = {name: each.call for name, each in {**theirs.operations, **ours.operations}.items()}
    changes: dict[str, list[Change]] = {LACKING: [], DIFFERENT: [], ONLY_OURS: [], STYLE: []}
    for change in differences(ours, theirs):
        changes[_section(change, ours, theirs)].append(change)
    return {
        section: [each.line(names, WORDS, OF_AN_OPERATION) for each in findings(ours, theirs, found)]
        for section, found in changes.items()
    }


def _section(change: Change, ours: Contract, theirs: Contract) -> str:
    aspect = change.aspect
    if _is_style(change, ours, theirs):
        return STYLE
    if aspect in (Aspect.GONE, Aspect.LOST_VALUES):
        return ONLY_OURS
    return LACKING if aspect in MORE else DIFFERENT


def _is_style(change: Change, ours: Contract, theirs: Contract) -> bool:
    """Return True if ours allows everything that the vendor's document allows, or if that is only less specific."""
    place, aspect = change.place, change.aspect
    old, new = ours.parts.get(place), theirs.parts.get(place)
    if aspect in (Aspect.TEXT, Aspect.OPEN) or f"<{ANY_OTHER}>" in place.path or " header " in place.role:
        return True
    if place.owner.startswith("webhook "):
        return True
    if place.role == SERVER:
        return bool(_hosts(old) & _hosts(new))
    if aspect is Aspect.GONE:
        return place.is_error
    if aspect in TYPES and old and new and _is_vaguer(old, new):
        return True
    if aspect is Aspect.DEFAULT:
        return not (old and new and "default" in old.rules and "default" in new.rules)
    if aspect is Aspect.RULE:
        return change.new.startswith("discriminator") or change.old.startswith("discriminator")
    if aspect in LIMITS:
        return place.direction == ANSWERS or "format" in (change.new.split(" ")[0], change.old.split(" ")[0])
    if aspect is Aspect.CLOSED:
        return place.direction == ANSWERS
    return aspect in (Aspect.NARROWER, Aspect.REQUIRED, Aspect.NO_NULL) and kind_of(change, ours, theirs) != BREAKING


def _is_vaguer(old: Part, new: Part) -> bool:
    """Return True if the vendor's type is less specific than ours or only written differently."""
    if old.types == new.types:  # one of them lists values or also allows others
        return new.values is None or (old.values is not None and old.open != new.open)
    vague = {ANY, *({"number"} if "integer" in old.types else ()), *({"string"} if old.types & {*FORMATS} else ())}
    return not new.types or (bool(new.types - old.types) and new.types - old.types <= vague)


def _hosts(part: Part | None) -> set[str | None]:
    return {urlsplit(str(json.loads(value))).hostname for value in (part and part.values) or ()}
