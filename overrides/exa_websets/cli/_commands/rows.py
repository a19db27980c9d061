"""The command `rows`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from ... import WebsetsClient
from .._input.options import id_argument
from .._output.printing import print_json, print_line
from .._output.table import print_table
from .._session import Session
from . import COMMANDS


@click.command("rows", help=COMMANDS["rows"])
@id_argument
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, as written by `items export`.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines, even at a terminal.")
@click.pass_context
def command(context: click.Context, id: str, as_csv: bool, as_json: bool) -> None:
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
