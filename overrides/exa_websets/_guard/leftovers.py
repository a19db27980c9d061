"""What is said and logged about a Webset that is canceled: that it may still be running, or has stopped."""

from __future__ import annotations

import logging
from contextlib import suppress

from .._errors import add_note, message_of, notes_of

logger = logging.getLogger("exa_websets")


def announce_cancel(id: str) -> None:
    """Log that a Webset is being canceled because something has interrupted its block."""
    _log(logging.INFO, f"Canceling {id} and waiting until it has stopped.")


def stopped_message(id: str) -> str:
    """Return the note on an exception after which a Webset was seen to have stopped."""
    return f"{id} was canceled, and nothing in it is running."


def note_leftover(error: BaseException, id: str, reason: str) -> None:
    """Note on an exception that a Webset may still be running, unless it or a note of it says so already."""
    start = f"{id} may still be running"
    if not any(text.startswith(start) for text in (message_of(error), *notes_of(error))):
        add_note(error, f"{start} and burning credits: {reason}")


def report_leftover(id: str, failure: BaseException, error: BaseException | None = None) -> str:
    """Report a Webset that may still be running: in the log, and in a note to the exception that ended the block.

    Returns:
        What was reported.
    """
    reason = message_of(failure)
    start = f"{id} may still be running"
    message = reason if reason.startswith(start) else f"{start} and burning credits: {reason}"
    _log(logging.ERROR, message)
    if error is not None:
        add_note(error, message)
    return message


def _log(level: int, message: str) -> None:
    with suppress(Exception):  # a filter or a handler of the user's must not keep anything from being canceled
        logger.log(level, "%s", message)
