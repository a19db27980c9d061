# Derived from _async/cancel_on_exit.py by scripts/regenerate. Edit that file instead.
"""The cancel of a Webset when a block ends, however it ends."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from .._generated import api
from .._http.request import check_id
from .._runtime.threads import shielded
from .._websets.status import is_interruption, note_resent_cancel
from .transport import Transport


@contextmanager
def cancel_on_exit(transport: Transport, id: str) -> Generator[None]:
    """Cancel a Webset at the end of the block; see `websets.cancel_on_exit`."""
    check_id(id)
    try:
        yield
    except BaseException as error:
        try:
            _cancel(transport, id)
        except Exception as failure:
            error.add_note(f"{id} could not be canceled and may still be burning credits: {failure}")
        raise
    _cancel(transport, id)


def _cancel(transport: Transport, id: str) -> None:
    """Cancel a Webset, and send the cancel again if it is interrupted."""
    websets = api.websets.Websets(transport)
    with shielded():  # the task may be canceled already
        try:
            websets.cancel(id)
        except BaseException as interruption:
            if is_interruption(interruption):
                try:
                    websets.cancel(id)
                except Exception as failure:
                    note_resent_cancel(id, interruption, failure)
                else:
                    note_resent_cancel(id, interruption)
            raise
