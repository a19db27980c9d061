"""The hand-written public surface: names, parameters, types."""

from __future__ import annotations

from public_api.surface import surface
from support.paths import ROOT
from syrupy.assertion import SnapshotAssertion


def test_the_hand_written_surface_changes_only_on_purpose(snapshot: SnapshotAssertion) -> None:
    """Each public name with its parameters and types; the generated models behind the doors are read elsewhere."""
    lines = [f"{name}{text}" for name, text in surface(ROOT, ["exa_websets"]).items()]

    assert "WebsetsClient.websets: websets.Websets" in lines
    assert "\n".join(lines) == snapshot
