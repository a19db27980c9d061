"""Cancel a Webset when a block ends, normally or with an exception."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from types import TracebackType

from .._http.request import check_id
from .guard import AsyncGuard
from .transport import AsyncTransport


class AsyncCancelOnExit(AbstractAsyncContextManager[None]):
    """The context manager that `websets.cancel_on_exit` returns."""

    def __init__(self, transport: AsyncTransport, id: str) -> None:
        check_id(id)
        self._transport = transport
        self._id = id

    async def __aenter__(self) -> None:
        self._guard = AsyncGuard(self._transport, self._id, gives_up=True)
        self._guard.register()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            await self._guard.end(error)
        except BaseException as failure:
            await self._guard.end(failure)  # does nothing, unless the cancel was interrupted before it started
            raise
