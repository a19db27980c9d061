"""The program: its commands and the options that precede them."""

from __future__ import annotations

from typing import Annotated

import typer

from .. import __version__
from .._generated import document_version
from ._commands.active import active
from ._commands.archive import archive
from ._commands.cancel import cancel
from ._commands.drift import drift
from ._commands.emulate import emulate
from ._commands.export import export
from ._commands.follow import follow
from ._commands.get import get
from ._commands.list import list_
from ._commands.rows import rows
from ._commands.run import run
from ._commands.watch import watch
from ._output.printing import replace_unencodable
from ._session import Session

app = typer.Typer(
    help="Run, cancel, watch and read Websets. The environment variable EXA_API_KEY holds the API key.",
    epilog=(
        "Exit codes: 0 done, 1 error of the API or a file, 2 wrong usage or no API key, 3 not stopped in time, "
        "4 partly done, 130 interrupted."
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(cancel)
app.command()(run)
app.command()(watch)
app.command()(follow)
app.command()(active)
app.command()(rows)
app.command()(get)
app.command("list")(list_)
app.command()(drift)
app.command()(archive)
app.command(add_help_option=False, context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(emulate)

items = typer.Typer(help="Read the items of a Webset.", no_args_is_help=True, rich_markup_mode=None)
items.command("export")(export)
app.add_typer(items, name="items")


def _show_version(requested: bool) -> None:
    if requested:
        print(f"exa-websets {__version__}, API document of {document_version()}")
        raise typer.Exit


@app.callback()
def _configure(  # pyright: ignore[reportUnusedFunction]
    context: typer.Context,
    base_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Base URL of the API. Default: EXA_WEBSETS_BASE_URL, else the Exa service."),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Print the traceback of an error.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the versions and exit.")
    ] = False,
) -> None:
    replace_unencodable()
    context.obj = Session(base_url, debug)
