"""The command `get`."""

from __future__ import annotations

import typer

from .._input.options import Id, Json
from .._output.printing import document, line
from .._output.webset_text import parts, summary
from .._session import Settings


def get(context: typer.Context, id: Id, as_json: Json = False) -> None:
    """Show a Webset with all that is in it."""
    settings: Settings = context.obj
    with settings.client() as client:
        webset = client.websets.get(id)
        if as_json:
            document(webset.to_dict())
            return
        for text in (summary(webset), *parts(webset)):
            line(text)
