"""The check of a description, which applies every rule to all files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openapi_spec_validator import OpenAPIV31SpecValidator

from description.bundle import joined
from description.direction_rules import check_directions
from description.json_types import Document
from description.name_rules import check_names
from description.operation_rules import check_operations, check_parameter
from description.parts import Description
from description.problems import BundleError, Pointer, Problem, Source, lookup, show
from description.schema_rules import check_schemas
from description.yaml_files import ROOT, read_folder


def checked(sources: dict[str, Source]) -> Document:
    """Check the files of a description, and return them as one document.

    Raises:
        BundleError: The description breaks a rule.
    """
    if problems := problems_of(sources):
        raise BundleError(problems)
    return joined(sources)


def problems_of(sources: dict[str, Source]) -> list[Problem]:
    """Return all problems of a description."""
    return broken_rules(sources) or not_openapi(sources)


def broken_rules(sources: dict[str, Source]) -> list[Problem]:
    """Return the violations of our rules, which are stricter than OpenAPI."""
    description = Description.of(sources)
    check_operations(description)
    for part in description.all_parameters():
        check_parameter(description, part)
    check_schemas(description)
    check_directions(description)
    check_names(description)
    return description.report.problems


def not_openapi(sources: dict[str, Source]) -> list[Problem]:
    """Return the errors of an OpenAPI validator for a description that follows our rules."""
    document = joined(sources)
    problems: list[Problem] = []
    errors: Any = OpenAPIV31SpecValidator(document).iter_errors()
    for error in errors:
        cause = max([error, *(error.context or ())], key=lambda one: len(one.absolute_path))
        file, pointer = _origin(sources, tuple(cause.absolute_path))
        problems.append(sources[file].problem(pointer, f"not OpenAPI 3.1: {show(cause.message)[1:-1]}; correct it"))
    return problems


def _origin(sources: dict[str, Source], pointer: Pointer) -> tuple[str, Pointer]:
    """Return the file that contains a part of the joined document, and the place in it."""
    for file, source in sources.items():
        there = lookup(source.document, pointer[:3])
        if there is not None and (pointer[:1] != ("paths",) or "$ref" not in source.document["paths"][pointer[1]]):
            return file, pointer
    return ROOT, pointer


def compile_description(folder: Path) -> Document:
    """Read and check the description in a folder, and return it as one document.

    Raises:
        BundleError: A file cannot be read or breaks a rule.
    """
    return checked(read_folder(folder))
