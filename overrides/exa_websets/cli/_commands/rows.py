"""The command `rows`."""

from __future__ import annotations

import sys
import tempfile
from itertools import islice
from pathlib import Path

import click

from ... import WebsetsClient
from .._input.common_options import common_options
from .._input.options import id_argument, limit_option
from .._output.printing import print_json, print_line
from .._output.table import print_table
from .._session import Session
from . import COMMANDS


@click.command("rows", help=COMMANDS["rows"])
@id_argument
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, as written by `items export`.")
@limit_option
@common_options("Print JSON Lines, even in a terminal.")
@click.pass_context
def command(context: click.Context, id: str, as_csv: bool, limit: int | None) -> None:
    session: Session = context.obj
    if as_csv and (session.as_json or limit):
        context.fail("--csv cannot be combined with --json or --limit.")
    with session.client() as client:
        if as_csv:
            _print_csv(client, id)
            return
        rows = islice(client.items.rows(id), limit)
        if session.as_json or not sys.stdout.isatty():
            for row in rows:
                print_json(row, indent=None)
        else:
            print_table(rows)


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
