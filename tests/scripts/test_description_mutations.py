"""Whatever is changed in our description, the check ends with lines that name the place, never with a traceback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from attrs import evolve
from description import check
from description.problems import Pointer, Source
from description.yaml_files import read_folder
from support.paths import ROOT

SOURCES = read_folder(ROOT / "openapi")
VALUES: tuple[Any, ...] = (
    None,
    True,
    7,
    -1.5,
    "",
    "nonsense",
    [],
    {},
    ["nonsense"],
    {"nonsense": None},
    [[{"$ref": 7}]],
)
LINE = re.compile(r"openapi/[a-z_]+\.yaml:[1-9]\d*: .+")
# Names that the description gives; the places below two of them are alike.
NAMED = ("paths", "schemas", "parameters", "responses", "securitySchemes", "properties", "mapping")


def places(node: Any, pointer: Pointer = ()) -> Iterator[Pointer]:
    """Yield the place of every key and element."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        yield (*pointer, key)
        yield from places(value, (*pointer, key))


def kind(pointer: Pointer) -> tuple[str | int, ...]:
    """Return what a place has in common with others: the names and numbers on the way to it are left out."""
    return tuple(
        "*" if isinstance(step, int) or (pointer[index - 1] in NAMED and index) else step
        for index, step in enumerate(pointer)
    )


def kinds() -> dict[tuple[str | int, ...], list[tuple[str, Pointer]]]:
    """Return all places of our description by their kind."""
    found: dict[tuple[str | int, ...], list[tuple[str, Pointer]]] = {}
    for file, source in SOURCES.items():
        for pointer in places(source.document):
            found.setdefault(kind(pointer), []).append((file, pointer))
    return found


KINDS = kinds()


def changed(node: Any, pointer: Pointer, change: Any) -> Any:
    """Return a copy in which one place is changed by a function of the part around it and its last key."""
    copy: Any = {**node} if isinstance(node, dict) else [*node]
    if len(pointer) == 1:
        change(copy, pointer[0])
    else:
        copy[pointer[0]] = changed(copy[pointer[0]], pointer[1:], change)
    return copy


def deleted(part: Any, key: Any) -> None:
    del part[key]


def renamed(part: Any, key: Any) -> None:
    if isinstance(part, dict):
        items = [(f"{one}x" if one == key else one, value) for one, value in part.items()]
        part.clear()
        part.update(items)
    else:
        part.append(part[key])


def replaced(value: Any) -> Any:
    def change(part: Any, key: Any) -> None:
        part[key] = value

    return change


CHANGES: dict[str, Any] = {"deleted": deleted, "renamed": renamed, **{repr(one): replaced(one) for one in VALUES}}


def mutated(file: str, pointer: Pointer, change: Any) -> dict[str, Source]:
    source = SOURCES[file]
    return {**SOURCES, file: evolve(source, document=changed(source.document, pointer, change))}


def test_the_places_are_found() -> None:
    """The mutations are about every kind of place, of which there are more than 200."""
    assert len(KINDS) > 200
    assert sum(map(len, KINDS.values())) > 4000


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_no_mutation_ends_in_a_traceback(change: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One place of each kind is deleted, renamed or replaced: the check accepts it or returns lines with a place."""
    # A validator takes half a second. What it has left to find is tested below.
    monkeypatch.setattr(check, "not_openapi", lambda sources: [])
    for number, places_of_kind in enumerate(KINDS.values()):
        file, pointer = places_of_kind[number % len(places_of_kind)]
        problems = check.problems_of(mutated(file, pointer, change))
        assert all(LINE.fullmatch(str(one)) for one in problems), (file, pointer)
