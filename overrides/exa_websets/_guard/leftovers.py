"""The notes and log messages about a canceled Webset: that it has stopped, or may still be running."""

from __future__ import annotations

import logging
from contextlib import suppress

from .._error_notes import add_note, message_of, notes_of

logger = logging.getLogger("exa_websets")


def announce_cancel(id: str) -> None:
    """Log that a Webset is being canceled because its block was interrupted."""
    _log(logging.INFO, f"Canceling {id} and waiting until it has stopped.")


def stopped_message(id: str) -> str:
    """Return the note for an exception that ended a block, after the Webset was verified to have stopped."""
    return f"{id} was canceled, and nothing in it is running."


def note_leftover(error: BaseException, id: str, reason: str) -> None:
    """Add a note that a Webset may still be running, unless the exception or one of its notes already says so."""
    start = f"{id} may still be running"
    if not any(text.startswith(start) for text in (message_of(error), *notes_of(error))):
        add_note(error, f"{start} and burning credits: {reason}")


def report_leftover(id: str, failure: BaseException, error: BaseException | None = None) -> str:
    """Report a Webset that may still be running, in the log and in a note on the exception that ended the block.

    Returns:
        The message that was reported.
    """
    reason = message_of(failure)
    start = f"{id} may still be running"
    message = reason if reason.startswith(start) else f"{start} and burning credits: {reason}"
    _log(logging.ERROR, message)
    if error is not None:
        add_note(error, message)
    return message


def _log(level: int, message: str) -> None:
    with suppress(Exception):  # an error in a logging filter or handler must not prevent a cancel
        logger.log(level, "%s", message)
