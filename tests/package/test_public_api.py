"""The hand-written public surface: names, parameters, types."""

from __future__ import annotations

from griffe import Attribute, Function, Module
from public_api.surface import read, signature
from support.paths import ROOT
from syrupy.assertion import SnapshotAssertion


def test_the_hand_written_surface_changes_only_on_purpose(snapshot: SnapshotAssertion) -> None:
    """Each public name with its parameters and types; the generated models behind the doors are read elsewhere."""
    lines: list[str] = []
    for way, each in sorted(read(ROOT, ["exa_websets"]).objects.items()):
        text = ""
        if isinstance(each, Attribute) and each.annotation is not None:
            text = f": {each.annotation}"
        if isinstance(each, Function):
            text = f"{signature(each)}{', awaited' if 'async' in each.labels else ''}"
        if not isinstance(each, Module):
            lines.append(f"{way.removeprefix('exa_websets.')}{text}")

    assert "WebsetsClient.websets: Websets" in lines
    assert "\n".join(lines) == snapshot
