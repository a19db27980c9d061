"""What every command shares: its client, how errors are reported, and the exit codes."""

from __future__ import annotations

import os
import warnings
from collections.abc import Collection, Generator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING

from attrs import define, field
from click.exceptions import Exit

from .. import (
    ConfigurationError,
    EnabledMonitorsWarning,
    WebsetsClient,
    WebsetsError,
    WebsetTimeoutError,
)
from ._input.common_options import CommonOptions, read_api_key
from ._output.error_text import advice, error_lines, traceback_lines
from ._output.log import escape_logs
from ._output.printing import print_error, replace_unencodable
from ._signals import INTERRUPT, raised_signals

if TYPE_CHECKING:
    from .. import CancelOutcome


class ExitCode(IntEnum):
    """The exit codes other than 0; `--help` lists them."""

    FAILED = 1
    USAGE = 2
    TIMEOUT = 3
    PARTIAL = 4
    INTERRUPTED = 130


@define
class Session:
    """One run of the program, with the options that all its commands have."""

    _options: CommonOptions
    _base_url: str = field(default="", init=False)
    _printed_advice: set[str] = field(factory=set[str], init=False)

    @property
    def debug(self) -> bool:
        """Whether to print tracebacks."""
        return self._options.debug

    @property
    def as_json(self) -> bool:
        """Whether to print JSON."""
        return self._options.as_json

    @contextmanager
    def client(self, signals: Collection[int] = INTERRUPT) -> Generator[WebsetsClient]:
        """Yield a client; report an error raised in the block and exit with its code.

        Args:
            signals: The signals that raise an exception in the block.

        Raises:
            Exit: the block raised an exception; an unexpected one is printed with its traceback.
        """
        try:
            client = WebsetsClient(self._api_key(), base_url=self._options.base_url)
            with raised_signals(signals), client, warnings.catch_warnings():
                self._base_url = client.base_url
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

    def report(self, error: Exception, summary: str | None = None) -> None:
        """Print an error to stderr, or its traceback with --debug, and a hint if the base URL may be its cause.

        Args:
            error: The error.
            summary: The line to print instead of its message and its notes.
        """
        lines = traceback_lines(error) if self.debug else [summary] if summary else error_lines(error)
        for line in lines:
            print_error(line)
        hint = advice(error, self._base_url)
        if hint and hint not in self._printed_advice:  # many cancels may fail for the same reason
            print_error(hint)
            self._printed_advice.add(hint)

    def _api_key(self) -> str | None:
        """Return the key of `--api-key-file`, or None if the environment has it."""
        if self._options.api_key_file is not None:
            return read_api_key(self._options.api_key_file)
        if not os.environ.get("EXA_API_KEY", "").strip():
            raise ConfigurationError(
                "There is no API key. Set the environment variable EXA_API_KEY, or pass --api-key-file FILE."
            )
        return None


def start(options: CommonOptions) -> Session:
    """Set up the output and the log of this process, and return its session."""
    replace_unencodable()
    escape_logs()
    return Session(options)


def exit_code(error: Exception) -> ExitCode:
    """Return the exit code for an error."""
    if isinstance(error, WebsetTimeoutError):
        return ExitCode.TIMEOUT
    is_usage = isinstance(error, ConfigurationError) or not isinstance(error, WebsetsError | OSError)
    return ExitCode.USAGE if is_usage else ExitCode.FAILED


def exit_code_for_all(outcomes: Sequence[CancelOutcome], *, is_dry_run: bool = False) -> int:
    """Return the exit code for several cancels: PARTIAL if only some failed, else the code that they share, or FAILED.

    Unless this is a dry run, a Webset in which something is still running counts as not stopped in time.
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
