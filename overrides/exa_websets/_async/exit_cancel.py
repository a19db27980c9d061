"""The cancel at interpreter exit. It blocks for both clients, because no event loop is running by then."""

from __future__ import annotations

from typing import Any

from .._errors import NotFoundError, WebsetsError, is_of_service
from .._generated import api
from .._guard.jobs import ExitConnections, Job
from .._http.own_client import Client
from .._http.transport_base import TransportBase
from .._sync import cancel_and_wait as blocking_cancel, transport as blocking_transport
from .._websets.status import is_finished

# Seconds between attempts after a 404: the service may still be processing the create.
_PAUSES = (0.5, 1, 2)


def stop_at_exit(
    transport: TransportBase[Any], job: Job, seconds: float, connections: ExitConnections, *, is_first: bool
) -> None:
    """Cancel a job within some seconds, and return if nothing in the Webset is running.

    The cancel uses its own connections, or the caller's synchronous httpx client. It cannot use the caller's
    asynchronous one, whose event loop is closed, and must not bypass it, because only that client has the caller's
    settings.

    Raises:
        Exception: something in the Webset may still be running.
    """
    deadline = transport.clock.now() + seconds
    kept = connections.kept.get(transport.pool)
    if kept is None and transport.pool.is_ours:
        own = blocking_transport.own_transport(transport.config, transport.clock)
        kept = connections.kept[transport.pool] = connections.enter_context(own)
    elif kept is None:
        if not isinstance(transport.pool.http, Client):
            raise RuntimeError("only its httpx.AsyncClient could reach the service, and that needs its event loop")
        kept = blocking_transport.Transport(transport.config, transport.pool, transport.clock)
    (_send if is_first else _stop)(kept, job, deadline)


def _send(transport: blocking_transport.Transport, job: Job, deadline: float) -> None:
    webset = api.websets.Websets(transport.with_deadline(deadline)).cancel(job.id)
    if not is_finished(webset):
        raise WebsetsError("its cancel was accepted, but it was not seen to have stopped")


def _stop(transport: blocking_transport.Transport, job: Job, deadline: float) -> None:
    bounded = transport.with_deadline(deadline)
    for pause in (*_PAUSES, float("inf")):
        left = deadline - transport.clock.now()
        try:
            blocking_cancel.cancel_and_wait(bounded, job.id, timeout=max(left, 0))
            return
        except NotFoundError as error:
            is_believed = is_of_service(error)
            is_last = pause > left
            if is_believed and (blocking_cancel.is_gone(bounded, job.id) if job.is_known else is_last):
                return
            if is_last:
                raise
        transport.clock.sleep(pause)
