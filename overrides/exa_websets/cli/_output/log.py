"""The log records of a process that has no handler for them."""

from __future__ import annotations

import logging

from .error_text import traceback_lines
from .printing import one_line, print_error


class _Printed(logging.Handler):
    """Prints a line for each record, and the traceback of its exception, to stderr."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.messages: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.add(record.getMessage())
        print_error(one_line(record.getMessage()))
        error = record.exc_info and record.exc_info[1]
        for line in traceback_lines(error) if error else ():
            print_error(line)


_printed = _Printed(logging.WARNING)


def escape_logs() -> None:
    """Escape the log records that this process prints, which Python would print unchanged."""
    logging.lastResort = _printed


def was_printed(start: str) -> bool:
    """Return True if a log record whose message starts with this text was printed."""
    return any(message.startswith(start) for message in _printed.messages)
