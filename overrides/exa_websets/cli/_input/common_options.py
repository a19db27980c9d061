"""The options that are accepted before and after the name of a command. The last one wins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click
from click.core import ParameterSource

Function = TypeVar("Function", bound=Callable[..., Any])

_LARGEST_KEY_FILE = 4096


class CommonOptions:
    """The values of these options. Those after the name of a command are stored when the command is parsed."""

    base_url: str | None = None
    api_key_file: str | None = None
    debug: bool = False
    as_json: bool = False

    @classmethod
    def of(cls, context: click.Context) -> CommonOptions:
        """Return the values of this invocation, which its groups and its command share."""
        options: CommonOptions = context.meta.setdefault(__name__, cls())
        return options


def _store(context: click.Context, option: click.Parameter, value: object) -> None:
    name = str(option.name)
    if context.get_parameter_source(name) is not ParameterSource.DEFAULT:
        setattr(CommonOptions.of(context), name, value)


def common_options(json_help: str = "Print a JSON document and nothing else.") -> Callable[[Function], Function]:
    """Declare these options for a command or a group, which does not receive them as arguments."""

    def declare(function: Function) -> Function:
        for option in (
            click.option("--json", "as_json", is_flag=True, help=json_help, expose_value=False, callback=_store),
            click.option(
                "--debug", is_flag=True, help="Print the traceback of an error.", expose_value=False, callback=_store
            ),
            click.option(
                "--api-key-file",
                metavar="FILE",
                help="A file with the API key. Default: the environment variable EXA_API_KEY.",
                expose_value=False,
                callback=_store,
            ),
            click.option(
                "--base-url",
                metavar="URL",
                help="Base URL of the API. Default: EXA_WEBSETS_BASE_URL, else the Exa service.",
                expose_value=False,
                callback=_store,
            ),
        ):
            function = option(function)
        return function

    return declare


def read_api_key(file: str) -> str:
    """Read an API key from a file that contains nothing else; it may be a pipe, such as that of a password manager.

    Raises:
        ValueError: the file cannot be read, is empty or is too large. The message never quotes its content.
    """
    try:
        with open(file, "rb") as opened:
            content = opened.read(_LARGEST_KEY_FILE + 1)
    except (OSError, ValueError) as error:  # a null character in the name
        raise ValueError(f"--api-key-file: {getattr(error, 'strerror', error)}: {file}") from None
    if len(content) > _LARGEST_KEY_FILE:
        raise ValueError(
            f"--api-key-file: {file} is larger than {_LARGEST_KEY_FILE} bytes; it must contain nothing but the API key"
        )
    key = content.decode("utf-8-sig", "replace").strip()
    if not key:
        raise ValueError(f"--api-key-file: {file} is empty; it must contain the API key")
    return key
