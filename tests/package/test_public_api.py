"""The names, parameters and types of the hand-written public API."""

from __future__ import annotations

from public_api.surface import surface
from support.paths import ROOT
from syrupy.assertion import SnapshotAssertion


def test_the_hand_written_surface_changes_only_on_purpose(snapshot: SnapshotAssertion) -> None:
    """The public names, parameters and types match the snapshot; the generated models are checked elsewhere."""
    lines = [f"{name}{text}" for name, text in surface(ROOT, ["exa_websets"]).items()]

    assert "WebsetsClient.websets: websets.Websets" in lines
    assert "\n".join(lines) == snapshot
