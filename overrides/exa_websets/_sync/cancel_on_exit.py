# Derived from _async/cancel_on_exit.py by scripts/regenerate. Edit that file instead.
"""Cancels a Webset when a block ends, whatever ends it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from .._generated import api
from .._http.requests import check_id
from .._runtime.threads import shielded
from .._websets.status import is_interruption, tell_of_second
from .transport import Transport


@contextmanager
def cancel_on_exit(transport: Transport, id: str) -> Generator[None]:
    """Cancel a Webset at the end of the block; see `websets.cancel_on_exit`."""
    check_id(id)
    try:
        yield
    except BaseException as error:
        try:
            _cancel_surely(transport, id)
        except Exception as failure:
            error.add_note(f"{id} could not be canceled and may still be burning credits: {failure}")
        raise
    _cancel_surely(transport, id)


def _cancel_surely(transport: Transport, id: str) -> None:
    websets = api.websets.Websets(transport)
    with shielded():  # the task may be canceled already: this has to get through all the same
        try:
            websets.cancel(id)
        except BaseException as interruption:
            if is_interruption(interruption):
                try:
                    websets.cancel(id)  # it is over in no time, and without it the Webset would run on
                except Exception as failure:
                    tell_of_second(id, interruption, failure)
                else:
                    tell_of_second(id, interruption)
            raise
