"""Compare a document published by the vendor with `openapi/`, or two documents with each other.

With one document: report what `openapi/` lacks, what differs, and what only `openapi/` has.
With two documents: report what changed, and whether the changes break users. If both describe the Websets API,
operations of other APIs are not compared.
Differences of style, which do not affect users, are only counted; use --all to list them.

The exit code is
  0 if openapi/ lacks nothing, or if nothing but style changed
  1 if openapi/ lacks something, or if something changed
  2 if the input cannot be compared
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from attrs import evolve
from common.paths import ROOT
from description.bundle import bundle
from description.json_types import Document
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from contracts import lacking, versions
from contracts.changes import BREAKING, COMPATIBLE, DOCUMENTATION
from contracts.contract import read
from contracts.facts import Contract
from contracts.shapes import ContractError, is_mapping

STYLE = lacking.STYLE


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="scripts/compare", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("document", metavar="DOCUMENT", help="OpenAPI 3.0 or 3.1, JSON or YAML; - is stdin")
    parser.add_argument("new", metavar="NEW", nargs="?", help="a newer document to compare with DOCUMENT")
    parser.add_argument("--all", action="store_true", help="also list differences of style")
    arguments = parser.parse_args()
    try:
        ours, first = bundle(ROOT / "openapi"), _parsed(arguments.document)
        if arguments.new is None:
            sections, others = compare(ours, first)
            found, nothing = sections[lacking.LACKING], "the vendor has nothing that openapi/ lacks"
        else:
            sections, others = changed(first, _parsed(arguments.new), _base(ours))
            found, nothing = [*sections[BREAKING], *sections[COMPATIBLE]], "nothing else changed"
            nothing = nothing if sections[STYLE] else "nothing changed"
    except ContractError as error:
        print(f"scripts/compare: {error}", file=sys.stderr)
        return 2
    print_sections(sections, every=arguments.all)
    if not found:
        print(nothing)
    if others:
        print(f"not compared: {_counted(others, 'operation')} of other APIs")
    return 1 if found else 0


def print_sections(sections: Mapping[str, Sequence[str]], *, every: bool = False) -> None:
    """Print the non-empty sections; unless `every`, only count the differences of style."""
    for section, lines in sections.items():
        if lines and section == STYLE and not every:
            print(f"{_counted(lines, 'difference')} of style (--all to list)")
        elif lines:
            print("\n".join([section, *(f"  - {line}" for line in lines)]))


def _counted(found: Sequence[str], what: str) -> str:
    return f"{len(found)} {what}" if len(found) == 1 else f"{len(found)} {what}s"


def _parsed(name: str) -> Document:
    try:
        return parse(sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise ContractError(f"{name}: {reason}") from None
    except ContractError as error:
        raise ContractError(f"{name}: {error}") from None


def parse(text: str) -> Document:
    """Parse a document.

    Raises:
        ContractError: The text is not an OpenAPI 3 document.
    """
    yaml: Any = YAML(typ="safe", pure=True)
    try:
        document: Any = json.loads(text)
    except ValueError:
        try:
            document = yaml.load(text)
        except YAMLError as error:
            raise ContractError(f"neither JSON nor YAML: {str(error).splitlines()[0]}") from None
    if not is_mapping(document) or not str(document.get("openapi")).startswith("3."):
        raise ContractError("not an OpenAPI 3 document")
    if not is_mapping(document.get("paths")):
        raise ContractError("the document has no paths")
    return document


def compare(ours: Document, theirs: Document) -> tuple[dict[str, list[str]], list[str]]:
    """Return the differences of the vendor's document by section, and the operations of other APIs.

    Raises:
        ContractError: A reference cannot be resolved, or no operation is below the path of our server.
    """
    base = _base(ours)
    published = _read({"servers": ours["servers"], **theirs}, base)
    below = _below(base, published)
    if not below.operations:
        raise ContractError(f"the document has no operations of this API, below {base}")
    return lacking.compare(_below(base, _read(ours, base)), below), _others(published, below)


def changed(old: Document, new: Document, base: str) -> tuple[dict[str, list[str]], list[str]]:
    """Return the changes between two documents by kind, and the operations that are not compared.

    Raises:
        ContractError: A reference cannot be resolved.
    """
    both = first, second = _read(old, base), _read(new, base)
    below = _below(base, first), _below(base, second)
    others = {*_others(first, below[0]), *_others(second, below[1])}
    is_part = bool(others and below[0].operations and below[1].operations)
    kept = below if is_part else both
    lines = versions.compare(*kept)
    if not any(lines.values()) and str(old) != str(new):
        lines[DOCUMENTATION] = ["order, names or references"]
    lines[STYLE] = lines.pop(DOCUMENTATION)
    return lines, sorted(others) if is_part else []


def _read(document: Document, base: str) -> Contract:
    try:
        return read(document, by_name=False, base=base)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ContractError(f"not a valid OpenAPI document: {type(error).__name__}: {error}") from None


def _base(ours: Document) -> str:
    return urlsplit(str(ours["servers"][0]["url"])).path


def _others(every: Contract, kept: Contract) -> list[str]:
    return sorted(every.operations.keys() - kept.operations.keys())


def _below(base: str, contract: Contract) -> Contract:
    """Return the contract without the operations of other APIs."""
    kept = {
        key: each
        for key, each in contract.operations.items()
        if key.startswith("webhook ") or each.address.partition(" ")[2].startswith(f"{base}/")
    }
    parts = {place: part for place, part in contract.parts.items() if place.owner in kept}
    return evolve(contract, operations=kept, parts=parts)
