"""What is said of a Webset after its cancel."""

from __future__ import annotations

from ... import is_finished
from ..._websets.status import enabled_monitors
from ...models import Webset
from .printing import printable, problem


def warn(webset: Webset) -> None:
    """Say what still runs after a cancel, or will run again."""
    if not is_finished(webset):
        problem(f"Warning: {webset.id} has not stopped yet; --wait waits until it has.")
    if monitors := enabled_monitors(webset):
        problem(
            f"Warning: {webset.id} will be started again by {printable(', '.join(monitors))}; "
            f"to disable its monitors: exa-websets cancel --disable-monitors {webset.id}"
        )
