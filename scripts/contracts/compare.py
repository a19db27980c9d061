"""Report how a document published by the vendor differs from `openapi/`, apart from style.

The exit code is 0, or 1 if the vendor has something that `openapi/` lacks, or 2 if the input cannot be compared.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from attrs import evolve, frozen
from common.paths import ROOT
from description.bundle import bundle
from description.json_types import Document
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from contracts.changes import Aspect, Change, differences
from contracts.contract import read
from contracts.facts import Contract, Place
from contracts.reports import sentence, subject
from contracts.shapes import ANY, FORMATS, ContractError, is_mapping

LACKING, DIFFERENT, ONLY_OURS = "the vendor has, openapi/ lacks", "different", "openapi/ has, the vendor lacks"
TYPE = "{subject} is {new} there, {old} here"
LIMIT = "{subject} has the limit {new} there, {old} here"
# An aspect that is not here is a matter of style.
SECTIONS: Mapping[Aspect, tuple[str, str]] = {
    Aspect.NEW: (LACKING, "{subject} ({new})"),
    Aspect.NEW_REQUIRED: (LACKING, "{subject} ({new})"),
    Aspect.NEW_VALUES: (LACKING, "{subject}: {new}"),
    Aspect.OTHER_TYPE: (LACKING, TYPE),
    Aspect.NULL_IN_REQUIRED: (LACKING, "{subject} can be null there"),
    Aspect.NULL_IN_OPTIONAL: (LACKING, "{subject} can be null there"),
    Aspect.WIDER: (DIFFERENT, TYPE),
    Aspect.NARROWER: (DIFFERENT, TYPE),
    Aspect.NO_NULL: (DIFFERENT, "{subject} cannot be null there"),
    Aspect.REQUIRED: (DIFFERENT, "{subject} is required there"),
    Aspect.OPTIONAL: (DIFFERENT, "{subject} is optional there"),
    Aspect.TIGHTER: (DIFFERENT, LIMIT),
    Aspect.LOOSER: (DIFFERENT, LIMIT),
    Aspect.DEPRECATED: (DIFFERENT, "{subject} is deprecated there"),
    Aspect.REVIVED: (DIFFERENT, "{subject} is not deprecated there"),
    Aspect.GONE: (ONLY_OURS, "{subject}"),
    Aspect.LOST_VALUES: (ONLY_OURS, "{subject}: {old}"),
}
WORDS = {aspect: words for aspect, (_, words) in SECTIONS.items()}


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="scripts/compare", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("document", metavar="VENDOR_DOCUMENT", help="OpenAPI 3.0 or 3.1, JSON or YAML; - is stdin")
    arguments = parser.parse_args()
    try:
        text = sys.stdin.read() if arguments.document == "-" else Path(arguments.document).read_text(encoding="utf-8")
        document = parse(text)
        sections = compare(bundle(ROOT / "openapi"), document)
    except (ContractError, OSError, UnicodeDecodeError) as error:
        reason = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) else error
        print(f"scripts/compare: {reason}", file=sys.stderr)
        return 2
    return print_sections(sections)


def print_sections(sections: Mapping[str, Sequence[str]]) -> int:
    """Print the sections that have lines, and return the exit code."""
    for section, lines in sections.items():
        if lines:
            print("\n".join([section, *(f"  - {line}" for line in lines)]))
    if not sections[LACKING]:
        print("the vendor has nothing that openapi/ lacks")
    return 1 if sections[LACKING] else 0


def parse(text: str) -> Document:
    """Parse a document.

    Raises:
        ContractError: It is not an OpenAPI document of version 3.
    """
    yaml: Any = YAML(typ="safe", pure=True)
    try:
        document: Any = json.loads(text)
    except ValueError:
        try:
            document = yaml.load(text)
        except YAMLError as error:
            raise ContractError(f"this is neither JSON nor YAML: {str(error).splitlines()[0]}") from None
    if not is_mapping(document) or not str(document.get("openapi")).startswith("3."):
        raise ContractError("this is not an OpenAPI document of version 3")
    if not is_mapping(document.get("paths")):
        raise ContractError("this OpenAPI document has no paths")
    return document


def compare(ours: Document, theirs: Document) -> dict[str, list[str]]:
    """Return in three sections how the vendor's document differs.

    Raises:
        ContractError: A reference cannot be followed, or there is no operation below the path of our server.
    """
    base = urlsplit(str(ours["servers"][0]["url"])).path
    try:
        published = _below(base, read({"servers": ours["servers"], **theirs}, by_name=False))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ContractError(f"this is not a valid OpenAPI document: {type(error).__name__}: {error}") from None
    if not published.operations:
        raise ContractError(f"this document has no operation below {base}")
    return _Comparison(read(ours, by_name=False), published).sections()


@frozen
class _Comparison:
    ours: Contract
    theirs: Contract

    def sections(self) -> dict[str, list[str]]:
        """Return each difference once: a field of our component, with an operation as an example."""
        common = {part.home for place, part in self.ours.parts.items() if place in self.theirs.parts} - {""}
        found: dict[str, dict[Change, list[str]]] = {LACKING: {}, DIFFERENT: {}, ONLY_OURS: {}}
        for change in differences(self.ours, self.theirs):
            home = self._home(change)
            if change.aspect in SECTIONS and not (change.aspect is Aspect.GONE and home in common):
                place = Place(home) if home else change.place._replace(owner="") if change.place.role else change.place
                found[self._section(change)].setdefault(evolve(change, place=place), []).append(change.place.owner)
        return {section: [self._line(*each) for each in lines.items()] for section, lines in found.items()}

    def _home(self, change: Change) -> str:
        """Return the component and field of ours that a change is about, or "" outside of components."""
        place = change.place
        part, around = self.ours.parts.get(place), self.ours.parts.get(place.parent)
        if part:
            return part.inner if change.aspect in (Aspect.NEW_VALUES, Aspect.LOST_VALUES) else part.home
        if not place.path or around is None:
            return ""
        step, base = place.path[-1], around.home if place.path[-1] == "[]" else around.inner
        return f"{base}{step}" if base else ""

    def _section(self, change: Change) -> str:
        section, _ = SECTIONS[change.aspect]
        if change.aspect not in (Aspect.WIDER, Aspect.OTHER_TYPE):
            return section
        old, new = self.ours.parts[change.place].types, self.theirs.parts[change.place].types
        # A vaguer type, or "number" for a whole number, is a matter of style.
        vague = {ANY, *({"number"} if "integer" in old else ()), *({"string"} if old & {*FORMATS} else ())}
        return section if old == new else DIFFERENT if new <= old | vague else LACKING

    def _line(self, change: Change, owners: Sequence[str]) -> str:
        operations = {**self.theirs.operations, **self.ours.operations}
        calls = [operations[owner].call for owner in owners if owner in operations]
        place = change.place
        if place.role:
            return sentence(change, subject(place, calls, str), WORDS)
        if calls and place.owner not in operations:
            home, start, last = place.owner.partition("<")
            about = subject(Place(home, path=(f"{start}{last}",) if start else ()), [home], str)
            return f"{sentence(change, about, WORDS)}, as in {calls[0]}"
        named = f"the operation {operations[place.owner].request}"
        return sentence(evolve(change, new=""), named, WORDS)


def _below(base: str, contract: Contract) -> Contract:
    """Return the contract without the operations of other APIs that the vendor's document also has."""
    kept = {key: each for key, each in contract.operations.items() if key.partition(" ")[2].startswith(f"{base}/")}
    return evolve(
        contract, operations=kept, parts={place: part for place, part in contract.parts.items() if place.owner in kept}
    )
