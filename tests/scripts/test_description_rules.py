"""Each rule for the description is enforced, with one line that says where it is broken, why, and how to fix it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from description.check import compile_description
from description.problems import BundleError
from support.broken_descriptions import BROKEN, Broken, folder_with


def test_a_description_that_breaks_no_rule_is_accepted(tmp_path: Path) -> None:
    """The unmodified description of the table is accepted, with the paths of all files."""
    document = compile_description(folder_with(tmp_path))
    assert [*document["paths"]] == ["/v0/things/{id}", "/v0/notes"]


@pytest.mark.packaging  # reads more than a hundred descriptions
@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_is_reported_in_one_line(broken: Broken, tmp_path: Path) -> None:
    """The lines are those of the table, ordered by file and line, and each says how to fix the problem."""
    with pytest.raises(BundleError) as caught:
        compile_description(folder_with(tmp_path, broken))
    assert str(caught.value).splitlines() == broken.lines
    assert all(re.fullmatch(r"openapi/\w+\.yaml:\d+: .+; .+", line) for line in broken.lines)
    places = [(problem.file, problem.line) for problem in caught.value.problems]
    assert places == sorted(places)


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    """Problems in several files and places are all reported in one error."""
    folder = folder_with(tmp_path)
    for file in sorted(folder.iterdir()):
        file.write_text(re.sub(r"(?m)^ {6}description: .*\n", "", file.read_text()))
    with pytest.raises(BundleError) as caught:
        compile_description(folder)
    assert len(caught.value.problems) > 10
    assert {problem.file for problem in caught.value.problems} == {f"openapi/{file.name}" for file in folder.iterdir()}
