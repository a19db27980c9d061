"""The cancel of a Webset when a block ends, however it ends."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from .._generated import api
from .._http.request import check_id
from .._runtime.tasks import shielded
from .._websets.status import is_interruption, note_resent_cancel
from .transport import AsyncTransport


@asynccontextmanager
async def cancel_on_exit(transport: AsyncTransport, id: str) -> AsyncGenerator[None]:
    """Cancel a Webset at the end of the block; see `websets.cancel_on_exit`."""
    check_id(id)
    try:
        yield
    except BaseException as error:
        try:
            await _cancel(transport, id)
        except Exception as failure:
            error.add_note(f"{id} could not be canceled and may still be burning credits: {failure}")
        raise
    await _cancel(transport, id)


async def _cancel(transport: AsyncTransport, id: str) -> None:
    """Cancel a Webset, and send the cancel again if it is interrupted."""
    websets = api.websets.AsyncWebsets(transport)
    with shielded():  # the task may be canceled already
        try:
            await websets.cancel(id)
        except BaseException as interruption:
            if is_interruption(interruption):
                try:
                    await websets.cancel(id)
                except Exception as failure:
                    note_resent_cancel(id, interruption, failure)
                else:
                    note_resent_cancel(id, interruption)
            raise
