"""The command `rows`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from ... import WebsetsClient
from .._input.options import Id
from .._output.printing import print_json, print_line
from .._output.table import print_table
from .._session import Session


def rows(
    context: typer.Context,
    id: Id,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, as written by `items export`.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON Lines, even at a terminal.")] = False,
) -> None:
    """Print the items found so far. At a terminal the output is a table, otherwise JSON Lines."""
    session: Session = context.obj
    if as_csv and as_json:
        context.fail("--csv and --json cannot be combined.")
    with session.client() as client:
        if as_csv:
            _print_csv(client, id)
        elif as_json or not sys.stdout.isatty():
            for row in client.items.rows(id):
                print_json(row, indent=None)
        else:
            print_table(client.items.rows(id))


def _print_csv(client: WebsetsClient, id: str) -> None:
    """Print the file that `items export` writes, once it is complete."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "items.csv")
        client.items.export(id, path)
        with path.open(encoding="utf-8", newline="") as file:
            for text in file:
                if sys.stdout.isatty():
                    print_line(text.rstrip("\r\n"))
                else:
                    sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
