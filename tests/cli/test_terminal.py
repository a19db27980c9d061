"""The command line in an interactive terminal."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from support.command_line import settings
from support.emulator_calls import create, get
from support.terminals import opened
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.amber import AmberSnapshotExtension
from syrupy.location import PyTestLocation
from syrupy.types import SnapshotIndex

BODY = {
    "title": "Makers of tea",
    "search": {"query": "Makers of tea in Europe", "count": 40},
    "enrichments": [{"description": "Who founded it?", "format": "text"}],
}
TERMINALS = ["pyte", "tmux"]


class SameScreens(AmberSnapshotExtension):
    """Snapshots that all terminals share."""

    @classmethod
    def get_snapshot_name(cls, *, test_location: PyTestLocation, index: SnapshotIndex = 0) -> str:
        return test_location.methodname


@pytest.fixture
def screens(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Return the expected screens, which are the same in every terminal."""
    return snapshot.use_extension(SameScreens)


@pytest.mark.parametrize("kind", TERMINALS)
def test_a_watch_moves_and_is_left_with_ctrl_c(
    kind: str, websets_emulator: Any, http: httpx.Client, screens: SnapshotAssertion
) -> None:
    """Progress bars are updated in place; Ctrl-C leaves the last ones on screen and explains how to cancel."""
    id = create(http, BODY)
    with opened(kind, settings(websets_emulator.base_url), "watch", id) as terminal:
        first = terminal.shows("0 of 40 found")
        websets_emulator.advance(20)
        moved = terminal.shows("5 of 40 found")
        terminal.type("\x03")
        left = terminal.shows("exit code")

    assert {"first": first, "moved": moved, "left": left} == screens
    assert get(http, id)["status"] == "running"


@pytest.mark.parametrize("kind", TERMINALS)
def test_a_cancel_of_all_asks_first(
    kind: str, websets_emulator: Any, http: httpx.Client, screens: SnapshotAssertion
) -> None:
    """The Websets to be canceled are listed before the prompt; answering yes cancels them and shows them as idle."""
    id = create(http, BODY)
    with opened(kind, settings(websets_emulator.base_url), "cancel", "--all-running", "--wait") as terminal:
        asked = terminal.shows("[y/N]")
        terminal.type("y\r")
        done = terminal.shows("exit code")

    assert {"asked": asked, "done": done} == screens
    assert get(http, id)["status"] == "idle"
