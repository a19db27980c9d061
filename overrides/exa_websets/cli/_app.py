"""The program: its commands, and the options accepted before and after their names."""

from __future__ import annotations

from collections import UserDict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import Exit
from click.shell_completion import CompletionItem, get_completion_class

from .. import __version__
from ._commands import COMMANDS, ITEMS_COMMANDS
from ._input.common_options import CommonOptions, common_options
from ._loading import load

if TYPE_CHECKING:
    # What `_Commands` loads, for tools that freeze or copy this package.
    from . import _session as _session
    from ._commands import (
        active as active,
        archive as archive,
        cancel as cancel,
        drift as drift,
        emulate as emulate,
        export as export,
        follow as follow,
        get as get,
        rows as rows,
        run as run,
        watch as watch,
    )

_COMPLETE_VARIABLE = "_EXA_WEBSETS_COMPLETE"
_SHELLS = ("bash", "zsh", "fish")


class _Commands(UserDict[str, Any]):
    """The commands of a group by their names, each imported when it is looked up."""

    def __getitem__(self, name: str) -> click.Command:
        command: click.Command | str = super().__getitem__(name)
        return load(f"_commands.{name}").command if isinstance(command, str) else command


class _Group(click.Group):
    """A group that knows only the help texts of its commands until one of them is called."""

    def __init__(self, name: str | None, *, helps: Mapping[str, str], **settings: Any) -> None:
        super().__init__(name, commands=_Commands(helps), no_args_is_help=True, **settings)
        self._helps = helps

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*self._helps]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first_sentence(text)) for name, text in self._helps.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        fitting = [
            CompletionItem(name, help=_first_sentence(text))
            for name, text in self._helps.items()
            if name.startswith(incomplete)
        ]
        return [*fitting, *click.Command.shell_complete(self, ctx, incomplete)]

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:  # click would exit with 1
            raise Exit(130) from None


def _first_sentence(text: str) -> str:
    return f"{text.partition('. ')[0].removesuffix('.')}."


def _show_version(context: click.Context, option: click.Parameter, is_given: bool) -> None:
    if is_given:
        from .._generated import document  # loads the models

        print(f"exa-websets {__version__}, API document of {document.VERSION}")
        raise Exit


def _show_completion(context: click.Context, option: click.Parameter, shell: str | None) -> None:
    kind = get_completion_class(shell) if shell else None
    if kind is not None:
        print(kind(app, {}, "exa-websets", _COMPLETE_VARIABLE).source())
        raise Exit


@click.group(
    cls=_Group,
    helps=COMMANDS,
    help="Run, cancel, watch and read Websets. The API key is read from the environment variable EXA_API_KEY.",
    epilog=(
        "Exit codes: 0 done, 1 API or file error, 2 wrong usage or no API key, 3 not stopped or not finished in time, "
        "4 partly done, 130 interrupted."
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@common_options("Print JSON, as --json after the name of a command does.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Print the versions and exit.",
)
@click.option(
    "--show-completion",
    type=click.Choice(_SHELLS),
    metavar="SHELL",
    is_eager=True,
    expose_value=False,
    callback=_show_completion,
    help="Print a completion script to add to the startup file of bash, zsh or fish.",
)
@click.pass_context
def app(context: click.Context) -> None:
    context.obj = load("_session").start(CommonOptions.of(context))


@app.group("items", cls=_Group, helps=ITEMS_COMMANDS, help=COMMANDS["items"])
@common_options("Print JSON, as --json after the name of a command does.")
def items() -> None:
    pass
