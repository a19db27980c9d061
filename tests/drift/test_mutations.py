"""Thousands of plausible changes to the API decode without loss and are reported if they are drift."""

from __future__ import annotations

import copy
import json
import pickle
import random
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from attrs import frozen
from exa_websets import find_drift
from support.json_paths import path_of
from support.mutations import GONE, KINDS, Example, Mutation, Mutations, examples
from support.openapi_document import comparable


@frozen
class Share:
    """A document, and the number of changes of one kind to make to it; larger documents get fewer."""

    document: Example
    most: int


@pytest.fixture(scope="module")
def shares() -> list[Share]:
    """Return documents of every kind, with every field that they may have."""
    return [Share(one, max(2, min(60, 1200 // len(one.places)))) for one in examples()]


def evenly(found: Iterable[Mutation], most: int) -> list[Mutation]:
    """Return at most this many elements, spread evenly from first to last."""
    everything = list(found)
    return everything[:: max(1, -(-len(everything) // most))]


def several_at_once(one: Example, chosen: random.Random, times: int) -> Iterator[list[Mutation]]:
    """Draw changes of different kinds at different places."""
    kinds = [found for kind in KINDS if (found := list(kind(one)))]
    for _ in range(times):
        together: list[Mutation] = []
        for found in chosen.sample(kinds, min(len(kinds), chosen.randint(2, 6))):
            new = chosen.choice(found)
            if not any(new.covers(old.keys) or old.covers(new.keys) for old in together):
                together.append(new)
        yield together


def faults(one: Example, changes: Iterable[list[Mutation]]) -> Iterator[str]:
    """Return what is wrong with how changed documents are decoded, encoded and searched for drift."""
    for together in changes:
        document = changed_by(together, one.document)
        kept = [drift for keys, drift in one.drift if not any(each.covers(keys) for each in together)]
        expected = [repr(drift) for drift in [*kept, *(drift for each in together for drift in each.drift)]]
        try:
            decoded = one.read(document)
            # The list of imports was recorded with `hasMore: true` and no cursor, so it always has this drift.
            found = [repr(drift) for drift in find_drift(decoded) if drift.kind != "cursor"]
            encoded = decoded.to_dict()
        except Exception as error:  # any failure is what this test looks for
            yield f"{one.name}, {in_words(together)}: {error!r}"
            continue
        if sorted(found) != sorted(expected):
            yield f"{one.name}, {in_words(together)}: the drift is {found}, not {expected}"
        if as_text(encoded) != as_text(document) and comparable(encoded) != comparable(document):
            yield f"{one.name}, {in_words(together)}: it is not written back as it came"


def changed_by(together: list[Mutation], document: Any) -> Any:
    for each in together:
        document = each.of(document)
    return document


def as_text(document: Any) -> str:
    """Encode a document as text that ignores the order of fields but distinguishes types of numbers."""
    return json.dumps(document, sort_keys=True)


def in_words(together: list[Mutation]) -> str:
    return " and ".join(
        f"{path_of(each.keys)} {'gone' if each.value is GONE else f'= {str(each.value)[:60]!a}'}" for each in together
    )


def test_the_documents_are_of_every_kind(shares: list[Share]) -> None:
    """The changed documents include all recordings, the documented answer and an example of every answer model."""
    names = {share.document.name for share in shares}
    assert names > {"documented_cancel", "websets_cancel_running", "items_list_with_enrichments", "every_kind"}
    assert len(names) == len(shares) > 100
    assert sum(share.document.model == "Event" for share in shares) == 17


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_change_breaks_nothing_and_is_reported(shares: list[Share], kind: Callable[[Example], Mutations]) -> None:
    """A changed document decodes and encodes unchanged, and `find_drift` reports the change exactly if it is drift."""
    found: list[str] = []
    number = 0
    for share in shares:
        changes = [[change] for change in evenly(kind(share.document), share.most)]
        number += len(changes)
        found += faults(share.document, changes)
    assert found[:5] == []
    assert number >= KINDS[kind]


def test_several_changes_at_once_are_all_reported(shares: list[Share]) -> None:
    """Changes do not hide one another."""
    chosen = random.Random(7)
    found: list[str] = []
    number = 0
    for share in shares:
        changes = list(several_at_once(share.document, chosen, times=max(1, share.most // 5)))
        number += sum(len(together) for together in changes)
        found += faults(share.document, changes)
    assert found[:5] == []
    assert number >= 2000


def test_changed_models_can_be_copied_pickled_and_shown(shares: list[Share]) -> None:
    """Models with data that the API document does not describe can be copied, pickled and printed like any other."""
    chosen = random.Random(11)
    number = 0
    for share in shares:
        for together in several_at_once(share.document, chosen, times=1):
            decoded = share.document.read(changed_by(together, share.document.document))
            assert copy.deepcopy(decoded) == pickle.loads(pickle.dumps(decoded)) == decoded
            assert repr(decoded).startswith(f"{type(decoded).__name__}(")
            number += 1
    assert number == len(shares)
