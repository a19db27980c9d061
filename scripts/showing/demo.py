"""Cancel a running Webset over HTTP and show each step.

Without arguments, the demo only uses the emulator on this machine, and ignores environment variables.
"""

from __future__ import annotations

import argparse
import io
import sys
import time
from contextlib import ExitStack
from typing import cast

from exa_websets import ConfigurationError, WebsetsClient, WebsetsError
from exa_websets.emulator import Emulator
from exa_websets.models import Webset
from exa_websets.params import CreateWebsetParameters
from rich.console import Console, Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

BODY: CreateWebsetParameters = {
    "title": "Makers of tea in Europe",
    "search": {
        "query": "Makers of tea in Europe",
        "count": 40,
        "criteria": [{"description": "makes tea"}, {"description": "is based in Europe"}],
    },
    "enrichments": [
        {"description": "Who founded it?", "format": "text"},
        {"description": "How many people work there?", "format": "number"},
    ],
}
SPEED = 6
WATCHED_SECONDS = 5.0
STYLES = {"running": "yellow", "pending": "yellow", "canceled": "magenta", "completed": "green", "idle": "green"}


def main() -> int:
    parser = argparse.ArgumentParser(prog="scripts/demo", description=__doc__)
    parser.add_argument("--live", metavar="ID", help="cancel this Webset in the real service; needs EXA_API_KEY")
    arguments = parser.parse_args()
    cast(io.TextIOWrapper, sys.stdout).reconfigure(errors="replace")  # a terminal may lack the characters of a bar
    console = Console(highlight=False)
    try:
        with ExitStack() as stack:
            if arguments.live is not None:
                client = stack.enter_context(WebsetsClient())
                console.print(f"The real service: [bold]{client!r}[/]\n")
                show(console, client, client.websets.get(arguments.live), seconds=0)
            else:
                emulator = stack.enter_context(Emulator(speed=SPEED))
                client = stack.enter_context(WebsetsClient("no key needed", base_url=emulator.base_url))
                console.print(f"The emulator, {SPEED} times as fast as the service: [bold]{emulator.base_url}[/]\n")
                webset = client.websets.create(BODY)
                show(console, client, webset, seconds=WATCHED_SECONDS)
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        return 2
    except (WebsetsError, ValueError) as error:
        print("\n".join([str(error), *getattr(error, "__notes__", [])]), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def show(console: Console, client: WebsetsClient, webset: Webset, *, seconds: float) -> None:
    """Print a Webset, watch it for some time, cancel it and print the result."""
    console.print(Text("1  The Webset is running", style="bold"))
    end = time.monotonic() + seconds
    with Live(picture(webset), console=console, auto_refresh=False, transient=not console.is_terminal) as live:
        while time.monotonic() < end:
            time.sleep(0.25)
            webset = client.websets.get(webset.id)
            live.update(picture(webset), refresh=True)
    if not console.is_terminal:
        console.print(picture(webset))

    console.print(Text("\n2  The client cancels it", style="bold"))
    start = time.perf_counter()
    webset = client.websets.cancel_and_wait(webset.id)
    took = time.perf_counter() - start
    console.print(f"   client.websets.cancel_and_wait({webset.id!r})", markup=False)

    console.print(Text("\n3  Nothing in it is running", style="bold"))
    console.print(picture(webset))
    found = sum(search.progress.found for search in webset.searches)
    console.print(
        f"\n[bold green]✓[/] {webset.status} after [bold]{took * 1000:.0f} ms[/]; "
        f"the {found} items found so far are kept."
    )


def picture(webset: Webset) -> Group:
    """Return a line for the Webset, a line with a bar for each search, and a line for each enrichment."""
    title = Text.assemble(f"   {webset.id}  ", status(webset.status), f"  {webset.title or ''}", overflow="ellipsis")
    rows = Table.grid(padding=(0, 2, 0, 0))
    for search in webset.searches:
        progress = search.progress
        left = f" · {progress.time_left} s left" if progress.time_left else ""
        words = f"{progress.analyzed} analyzed{left}"
        if search.canceled_reason:
            words = f"reason: {search.canceled_reason}"
        bar = ProgressBar(total=search.count, completed=progress.found, width=12)
        rows.add_row("     search", status(search.status), bar, f"{progress.found}/{search.count} found · {words}")
    for enrichment in webset.enrichments:
        rows.add_row("     enrichment", status(enrichment.status), "", enrichment.description)
    return Group(title, rows)


def status(name: str) -> Text:
    """Return a status with its color."""
    return Text(name, style=STYLES.get(name, ""))
