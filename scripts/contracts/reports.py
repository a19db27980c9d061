"""Changes as text: a report for the terminal, and entries for a changelog."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import evolve
from common.git_trees import RevisionError
from description.json_types import Document

from contracts.changes import (
    ADDED,
    BREAKING,
    CHANGED,
    COMPATIBLE,
    DEPRECATED,
    KINDS,
    REMOVED,
    Aspect,
    Change,
    changes_of_documents,
)
from contracts.facts import AUTHENTICATION, BODY, SERVER, UNUSED, Place
from contracts.revisions import document_at

# The order of Keep a Changelog.
HEADINGS = (ADDED, CHANGED, DEPRECATED, REMOVED)
WORDS: Mapping[Aspect, str] = {
    Aspect.NEW: "{subject} is new ({new})",
    Aspect.NEW_REQUIRED: "{subject} is new ({new})",
    Aspect.GONE: "{subject} is removed",
    Aspect.RENAMED: "{old} is now called {subject}",
    Aspect.MOVED: "{subject} is now {new}, was {old}",
    Aspect.REQUIRED: "{subject} is now required",
    Aspect.OPTIONAL: "{subject} is now optional",
    Aspect.NEW_VALUES: "{subject} has new values: {new}",
    Aspect.LOST_VALUES: "{subject} no longer has the values: {old}",
    Aspect.WIDER: "{subject} is now {new}, was {old}",
    Aspect.NARROWER: "{subject} is now {new}, was {old}",
    Aspect.OTHER_TYPE: "{subject} is now {new}, was {old}",
    Aspect.NULL_IN_REQUIRED: "{subject} can now be null",
    Aspect.NULL_IN_OPTIONAL: "{subject} can now be null",
    Aspect.NO_NULL: "{subject} can no longer be null",
    Aspect.TIGHTER: "{subject} has a different limit: {new}, was {old}",
    Aspect.LOOSER: "{subject} has a different limit: {new}, was {old}",
    Aspect.OTHER_LIMIT: "{subject} has a different limit: {new}, was {old}",
    Aspect.DEFAULT: "{subject} has {new}, had {old}",
    Aspect.RULE: "{subject} has {new}, had {old}",
    Aspect.OPEN: "{subject} is now allowed",
    Aspect.CLOSED: "{subject} is now rejected",
    Aspect.DEPRECATED: "{subject} is now deprecated",
    Aspect.REVIVED: "{subject} is no longer deprecated",
    Aspect.TEXT: "{subject}: {new}",
}
OF_AN_OPERATION = {Aspect.NEW: "new operation: {subject} ({new})", Aspect.GONE: "operation removed: {subject} ({old})"}
OF_A_CLASS = {Aspect.NEW: "new class: {subject}", Aspect.GONE: "class removed: {subject}"}
MOST_OWNERS = 3


def print_changes(
    root: Path, document: Document, against: str, before: Document | None = None, *, log: bool = False
) -> None:
    """Print the changes for users since a revision, as a report or as changelog entries."""
    try:
        found = changes_of_documents(before or document_at(root, against), document)
    except RevisionError as error:
        print(f"nothing to compare with: {error}", file=sys.stderr if log else sys.stdout)
        return
    print("".join(f"{line}\n" for line in (changelog(found) if log else report(found, against))), end="")


def report(changes: Sequence[Change], against: str) -> list[str]:
    """Return a report of all changes by kind, starting with breaking ones."""
    title = f"changes for users since {against}:"
    lines = [f"{title} nothing"] if not changes else [title]
    for kind in KINDS:
        bullets = [f"  - {each}" for each in sentences((one for one in changes if one.kind == kind), str)]
        lines += [kind, *bullets] if bullets else []
    return lines


def changelog(changes: Sequence[Change]) -> list[str]:
    """Return changelog entries by section, starting with breaking ones, without documentation changes."""
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
    """Yield a sentence for each change; operations with the same change share one."""
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
    """Return a change as a sentence about its subject."""
    text = words[change.aspect].format(subject=about, new=change.new, old=change.old)
    return text.removesuffix(" ()").removesuffix(f" ({about})")


def subject(place: Place, owners: Sequence[str], quote: Callable[[str], str]) -> str:
    """Return a readable form of a place: its owners and its part."""
    *around, last = [*place.path] or [""]
    inner = last == ".*" or last[:1] == "<"
    path = "".join(around if inner else place.path)
    prefix = "" if not inner else "any other field of " if last == ".*" else f"the member `{last[1:-1]}` of "
    if not place.role:
        return prefix + (quote(f"{owners[0]}{path}") if owners[0] else "the document")
    return f"{some_of(owners, quote)}: {prefix}{_part(place.role, path)}"


def some_of(owners: Sequence[str], quote: Callable[[str], str] = str) -> str:
    """Return the first few names and the number of others."""
    shown = [quote(name) if name else "the document" for name in owners[:MOST_OWNERS]]
    more = [f"{len(owners) - MOST_OWNERS} more"] if len(owners) > MOST_OWNERS else []
    *first, end = [*shown, *more]
    return f"{', '.join(first)} and {end}" if first else end


def _part(role: str, path: str) -> str:
    kind, _, name = role.partition(" ")
    if role in (BODY, AUTHENTICATION, SERVER, UNUSED):
        whole = f"the {role}"
    elif name.startswith("header "):
        whole = f"the header `{name.partition(' ')[2]}` of the response {kind}"
    else:
        whole = f"the {kind} parameter `{name}`" if name else f"the response {kind}"
    if path[:1] == "(":
        media, _, path = path[1:].partition(")")
        whole = f"{whole} as {media}"
    return f"the field `{path.removeprefix('.')}` of {whole}" if path else whole


def _quoted(name: str) -> str:
    """Quote a name for a changelog, and add the Python name of a field."""
    owner, _, field = name.partition(".")
    in_python = re.sub(r"(?<=[a-z0-9])[A-Z]", lambda match: f"_{match[0].lower()}", field)
    return f"`{name}`" if field == in_python else f"`{name}` (`{owner}.{in_python}` in Python)"
