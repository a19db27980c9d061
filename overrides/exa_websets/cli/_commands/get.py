"""The command `get`."""

from __future__ import annotations

import typer

from .._input.options import Id, Json
from .._output.printing import print_json, print_line
from .._output.webset_text import part_lines, summary
from .._session import Session


def get(context: typer.Context, id: Id, as_json: Json = False) -> None:
    """Show a Webset and everything in it."""
    session: Session = context.obj
    with session.client() as client:
        webset = client.websets.get(id)
        if as_json:
            print_json(webset.to_dict())
            return
        for text in (summary(webset), *part_lines(webset)):
            print_line(text)
