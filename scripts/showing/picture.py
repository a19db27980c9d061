"""Draw the picture of a watch in the README from a run against the emulator."""

from __future__ import annotations

import argparse
import io

from common.paths import ROOT
from exa_websets import Snapshot, WebsetsClient, found
from exa_websets.cli._output.webset_view import Bars
from exa_websets.emulator import Emulator
from exa_websets.params import CreateWebsetParameters
from rich.console import Console
from rich.text import Text

PICTURE = ROOT / ".github" / "watch.svg"
COMMAND = "exa-websets run makers.yaml --cancel-when-found 20"
BODY: CreateWebsetParameters = {
    "externalId": "tea/2026",
    "title": "Makers of tea in Europe",
    "search": {"query": "Makers of tea in Europe", "count": 40},
    "enrichments": [{"description": "Who founded it?"}, {"description": "How many people work there?"}],
}


def main() -> None:
    argparse.ArgumentParser(prog="scripts/picture", description=__doc__).parse_args()
    console = Console(record=True, width=100, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    snapshots = observe()
    phases = [snapshot.phase for snapshot in snapshots]
    console.print(Text(f"$ {COMMAND}", style="dim"))
    for number in (phases.index("finishing") - 1, phases.index("ended") - 1, phases.index("ended")):
        bars = Bars()
        bars.show(snapshots[number])
        console.print(Text(f"\nphase: {phases[number]}", style="dim"), bars)
    console.print(Text(f"\n{snapshots[-1].reason}"))
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(console.export_svg(title="exa-websets", unique_id="watch"), encoding="utf-8")
    print(f"drew {PICTURE.name}")


def observe() -> list[Snapshot]:
    """Return the snapshots of a run whose rule lets the enrichments finish."""
    with (
        Emulator(speed=4) as emulator,
        WebsetsClient("any", base_url=emulator.base_url) as client,
        client.websets.run(BODY, until=found(20)) as run,
    ):
        return list(run.watch())
