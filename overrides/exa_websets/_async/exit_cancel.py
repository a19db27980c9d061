"""The cancel at the exit of the interpreter, for both clients: it blocks, since no event loop is left then."""

from __future__ import annotations

import time
from typing import Any

from .._errors import NotFoundError, WebsetsError
from .._guard.jobs import Job
from .._http.own_client import Client
from .._http.transport_base import TransportBase
from .._sync import cancel_and_wait as blocking_cancel, transport as blocking_transport

# Seconds until the next attempt while the Webset's create may still be on the way.
_PAUSES = (0.5, 1, 2)


def stop_at_exit(transport: TransportBase[Any], job: Job, seconds: float) -> BaseException | None:
    """Cancel a job within some seconds; return what went wrong, or None if nothing of it is running.

    It uses connections of its own, or the caller's synchronous client. An asynchronous one belongs to an event loop
    that is gone, and no other client knows how to reach the service as that one did.
    """
    deadline = transport.clock.now() + seconds
    if transport.pool.is_ours:
        with blocking_transport.own_transport(transport.config, transport.clock) as own:
            return _stop(own, job, deadline)
    if not isinstance(transport.pool.http, Client):
        return RuntimeError("only its httpx.AsyncClient could reach the service, and that needs its event loop")
    given = blocking_transport.Transport(transport.config, transport.pool, transport.clock)
    return _stop(given, job, deadline)


def _stop(transport: blocking_transport.Transport, job: Job, deadline: float) -> BaseException | None:
    bounded = transport.with_deadline(deadline)
    for pause in (*_PAUSES, None):
        left = deadline - transport.clock.now()
        try:
            blocking_cancel.cancel_and_wait(bounded, job.id, timeout=max(left, 0))
            return None
        except NotFoundError:
            if job.is_known or pause is None or pause > left:
                return None
        except WebsetsError as error:
            return error
        time.sleep(pause)
    return None
