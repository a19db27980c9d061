"""How a command ends: its exit codes, and one readable line for what went wrong."""

from __future__ import annotations

import traceback
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from enum import IntEnum

import typer
from attrs import frozen

from .. import CancelOutcome, ConfigurationError, WebsetsClient, WebsetsError, WebsetTimeoutError
from ._output.error_text import describe
from ._output.printing import problem


class ExitCode(IntEnum):
    """What the exit codes mean; --help says it too."""

    FAILED = 1
    USAGE = 2
    TIMEOUT = 3
    PARTLY = 4
    INTERRUPTED = 130


@frozen
class Settings:
    """The options in front of the command."""

    base_url: str | None
    debug: bool

    @contextmanager
    def client(self) -> Generator[WebsetsClient]:
        """Give a client for the block, and end the command with a line and its exit code where that fails.

        Raises:
            typer.Exit: always where an error came.
        """
        try:
            with WebsetsClient(base_url=self.base_url) as client:
                yield client
        except KeyboardInterrupt:
            problem("Interrupted.")
            raise typer.Exit(ExitCode.INTERRUPTED) from None
        except BrokenPipeError:
            raise  # typer ends quietly when nobody reads on
        except (WebsetsError, ValueError, OSError) as error:
            self.tell(error)
            raise typer.Exit(exit_code(error)) from None

    def tell(self, error: Exception) -> None:
        """Print what went wrong: a line, one more for each note, and with --debug where it happened."""
        if self.debug:
            problem("".join(traceback.format_exception(error)).rstrip())
            return
        for text in describe(error):
            problem(text)


def exit_code(error: Exception) -> ExitCode:
    """Give the exit code for one error."""
    if isinstance(error, WebsetTimeoutError):
        return ExitCode.TIMEOUT
    is_usage = isinstance(error, ConfigurationError) or not isinstance(error, WebsetsError | OSError)
    return ExitCode.USAGE if is_usage else ExitCode.FAILED


def exit_code_of_all(outcomes: Sequence[CancelOutcome]) -> int:
    """Give the exit code for several cancels: partly where some worked, else that of what failed."""
    errors = [outcome.error for outcome in outcomes if outcome.error]
    if not errors:
        return 0
    if len(errors) < len(outcomes):
        return ExitCode.PARTLY
    codes = {exit_code(error) for error in errors}
    return codes.pop() if len(codes) == 1 else ExitCode.FAILED
