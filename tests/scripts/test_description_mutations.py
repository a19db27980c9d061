"""A mutated description is accepted or rejected with lines that name the place, never with a traceback."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from description.bundle import joined
from description.check import broken_rules, not_openapi
from description.json_types import Json
from description.problems import Pointer, Source
from generation.generators import generate
from support.openapi_document import sources as our_sources

pytestmark = pytest.mark.packaging
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
# Mappings whose keys are names; the places below two such keys are of the same kind.
NAMED = ("paths", "schemas", "parameters", "responses", "securitySchemes", "properties", "mapping")


def places(node: Json, pointer: Pointer = ()) -> Iterator[Pointer]:
    """Yield the place of every key and element."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        yield (*pointer, key)
        yield from places(value, (*pointer, key))


def kind(pointer: Pointer) -> tuple[str | int, ...]:
    """Return what a place has in common with others, without names and indexes."""
    return tuple(
        "*" if isinstance(step, int) or (pointer[index - 1] in NAMED and index) else step
        for index, step in enumerate(pointer)
    )


@functools.cache
def kinds() -> dict[tuple[str | int, ...], list[tuple[str, Pointer]]]:
    """Return all places of our description by kind."""
    found: dict[tuple[str | int, ...], list[tuple[str, Pointer]]] = {}
    for file, source in our_sources().items():
        for pointer in places(source.document):
            found.setdefault(kind(pointer), []).append((file, pointer))
    return found


def changed(node: Any, pointer: Pointer, change: Any) -> Any:
    """Return a copy in which `change`, called with the containing part and the last key, has changed one place."""
    copy: Any = node.copy()
    if len(pointer) == 1:
        return change(copy, pointer[0])
    copy[pointer[0]] = changed(copy[pointer[0]], pointer[1:], change)
    return copy


def deleted(part: Any, key: Any) -> Any:
    del part[key]
    return part


def renamed(part: Any, key: Any) -> Any:
    names = {key: f"{key}x"}
    return {names.get(one, one): value for one, value in part.items()} if isinstance(key, str) else [*part, part[key]]


def replaced(value: Any) -> Any:
    def change(part: Any, key: Any) -> Any:
        part[key] = value
        return part

    return change


CHANGES: dict[str, Any] = {"deleted": deleted, "renamed": renamed, **{repr(one): replaced(one) for one in VALUES}}


def test_the_places_are_found() -> None:
    """The mutations cover every kind of place, more than 200 of them."""
    assert len(kinds()) > 200
    assert sum(map(len, kinds().values())) > 4000


@pytest.mark.parametrize(("turn", "change"), [*enumerate(CHANGES.values())], ids=CHANGES)
def test_no_mutation_ends_in_a_traceback(turn: int, change: Any) -> None:
    """After a deletion, renaming or replacement, the check passes or returns lines that name a place."""
    for number, alike in list(enumerate(kinds().values()))[turn % 12 :: 12]:
        file, pointer = alike[number % len(alike)]
        source: Source = our_sources()[file]
        mutated = evolve(source, document=changed(source.document, pointer, change))
        lines = [str(problem) for problem in broken_rules({**our_sources(), file: mutated})]
        assert all(LINE.fullmatch(line) for line in lines), (file, pointer, lines)


def test_what_is_accepted_can_be_generated(tmp_path: Path) -> None:
    """All accepted mutations together still generate code that can be imported."""
    sources, accepted = our_sources(), 0
    for number, change in enumerate((deleted, replaced({}), replaced([]), replaced("nonsense"))):
        for file, pointer in (alike[-1] for alike in list(kinds().values())[number % 4 :: 4]):
            try:
                document = changed(sources[file].document, pointer, change)
            except (LookupError, TypeError, AttributeError):
                continue  # removed by an earlier mutation
            mutated = {**sources, file: evolve(sources[file], document=document)}
            if not broken_rules(mutated):
                sources, accepted = mutated, accepted + 1
    assert accepted > 12
    assert [str(problem) for problem in not_openapi(sources)] == []
    generate(joined(sources), tmp_path / "generated", tmp_path)
