"""Draw the picture of a watch in the README from a run against the emulator."""

from __future__ import annotations

import argparse
import io

from common.paths import ROOT
from exa_websets import WebsetsClient, found
from exa_websets.cli._output.webset_view import Bars
from exa_websets.emulator import Emulator
from rich.console import Console
from rich.text import Text

PICTURE = ROOT / ".github" / "watch.svg"
COMMAND = "exa-websets watch tea/2026 --cancel-when-found 20"


def main() -> None:
    argparse.ArgumentParser(prog="scripts/picture", description=__doc__).parse_args()
    console = Console(record=True, width=100, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    bars = Bars()
    with Emulator(speed=10) as emulator, WebsetsClient("any", base_url=emulator.base_url) as client:
        client.websets.create(
            {
                "externalId": "tea/2026",
                "title": "Makers of tea in Europe",
                "search": {"query": "Makers of tea in Europe", "count": 40},
                "enrichments": [{"description": "Who founded it?"}, {"description": "How many people work there?"}],
            }
        )
        console.print(Text(f"$ {COMMAND}", style="dim"))
        *before, last = client.websets.watch("tea/2026", until=found(20))
    for snapshot in before:
        if snapshot.phase == "running":
            bars.show(snapshot)
    console.print(bars)
    bars.show(last)
    console.print(
        Text("\nThe rule has fired, and the enrichments have finished:\n", style="dim"),
        bars,
        Text(f"Canceled: {last.reason}."),
    )
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(console.export_svg(title="exa-websets", unique_id="watch"), encoding="utf-8")
    print(f"drew {PICTURE.name}")
