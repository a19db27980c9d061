"""What every command shares: its client, how errors are reported, and the exit codes."""

from __future__ import annotations

import warnings
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING

from attrs import frozen
from click.exceptions import Exit

from .. import (
    ConfigurationError,
    EnabledMonitorsWarning,
    WebsetsClient,
    WebsetsError,
    WebsetTimeoutError,
)
from ._output.error_text import error_lines, traceback_lines
from ._output.log import escape_logs
from ._output.printing import print_error, replace_unencodable

if TYPE_CHECKING:
    from .. import CancelOutcome


class ExitCode(IntEnum):
    """The exit codes other than 0; `--help` lists them."""

    FAILED = 1
    USAGE = 2
    TIMEOUT = 3
    PARTIAL = 4
    INTERRUPTED = 130


@frozen
class Session:
    """One run of the program, with the options that precede the command."""

    base_url: str | None
    debug: bool

    @contextmanager
    def client(self) -> Generator[WebsetsClient]:
        """Yield a client; report an error of the block and exit with its code.

        Raises:
            Exit: the block raised an exception; one that nobody expects is printed with its traceback.
        """
        try:
            with WebsetsClient(base_url=self.base_url) as client, warnings.catch_warnings():
                warnings.simplefilter("ignore", EnabledMonitorsWarning)  # print_cancel_warnings prints it instead
                yield client
        except KeyboardInterrupt:
            print_error("Interrupted.")
            raise Exit(ExitCode.INTERRUPTED) from None
        except BrokenPipeError:
            raise  # click exits quietly
        except (WebsetsError, ValueError, OSError) as error:
            self.report(error)
            raise Exit(exit_code(error)) from None
        except Exit:
            raise
        except Exception as error:
            # Python would print it without escaping what the service has sent.
            for line in traceback_lines(error):
                print_error(line)
            raise Exit(ExitCode.FAILED) from None

    def report(self, error: Exception) -> None:
        """Print an error and its notes to stderr, one line each, or its traceback with --debug."""
        for line in traceback_lines(error) if self.debug else error_lines(error):
            print_error(line)


def start(base_url: str | None, debug: bool) -> Session:
    """Prepare the outputs of this process, and return its session."""
    replace_unencodable()
    escape_logs()
    return Session(base_url, debug)


def exit_code(error: Exception) -> ExitCode:
    """Return the exit code for an error."""
    if isinstance(error, WebsetTimeoutError):
        return ExitCode.TIMEOUT
    is_usage = isinstance(error, ConfigurationError) or not isinstance(error, WebsetsError | OSError)
    return ExitCode.USAGE if is_usage else ExitCode.FAILED


def exit_code_for_all(outcomes: Sequence[CancelOutcome], *, is_dry_run: bool = False) -> int:
    """Return the exit code for several cancels: PARTIAL if only some failed, else the code that they share.

    Unless it is a dry run, a Webset in which something still runs counts as one that has not stopped in time.
    """
    codes = {_exit_code_of(outcome, is_dry_run) for outcome in outcomes}
    if codes <= {0}:
        return 0
    if 0 in codes:
        return ExitCode.PARTIAL
    return codes.pop() if len(codes) == 1 else ExitCode.FAILED


def _exit_code_of(outcome: CancelOutcome, is_dry_run: bool) -> int:
    if outcome.error:
        return exit_code(outcome.error)
    return 0 if is_dry_run or outcome.is_finished else ExitCode.TIMEOUT
