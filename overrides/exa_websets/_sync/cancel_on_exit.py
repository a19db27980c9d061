# Derived from _async/cancel_on_exit.py by scripts/regenerate. Edit that file instead.
"""Cancel a Webset when a block ends, normally or with an exception."""

from __future__ import annotations

from contextlib import AbstractContextManager
from types import TracebackType

from .._http.request import check_id
from .guard import Guard
from .transport import Transport


class CancelOnExit(AbstractContextManager[None]):
    """The context manager that `websets.cancel_on_exit` returns."""

    def __init__(self, transport: Transport, id: str) -> None:
        check_id(id)
        self._transport = transport
        self._id = id

    def __enter__(self) -> None:
        self._guard = Guard(self._transport, self._id, gives_up=True)
        self._guard.register()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            self._guard.end(error)
        except BaseException as failure:
            self._guard.end(failure)  # does nothing, unless the cancel was interrupted before it started
            raise
