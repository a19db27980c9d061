# Derived from _async/wait_until_completed.py by scripts/regenerate. Edit that file instead.
"""Wait until an import is completed."""

from __future__ import annotations

from functools import partial

from .._errors import ImportFailedError, ImportTimeoutError
from .._generated import api, models
from .._websets.status import OnPoll
from .poll import Poll
from .transport import Transport


def wait_until_completed(
    transport: Transport, id: str, *, timeout: float, poll_interval: float, on_poll: OnPoll[models.Import]
) -> models.Import:
    """Poll an import until it is completed; see `imports.wait_until_completed`.

    Transient errors do not end the wait.
    """
    poll = Poll(transport.clock, timeout, poll_interval, on_poll)
    while True:
        imports = api.imports.Imports(transport.with_deadline(poll.request_deadline()))
        seen = poll.attempt(partial(imports.get, id))
        if seen and seen.status == "completed":
            return seen
        if seen and seen.status in ("failed", "canceled"):
            reasons = [str(reason) for reason in (seen.failed_reason, seen.failed_message) if reason]
            raise ImportFailedError(": ".join([f"{id} is {seen.status}", *reasons]), import_=seen)
        if not poll.pause():
            break
    raise ImportTimeoutError(
        f"{id} is not completed after {timeout:g} s: {poll.last_known(lambda seen: f'it is {seen.status}')}.",
        import_=poll.last,
    )
