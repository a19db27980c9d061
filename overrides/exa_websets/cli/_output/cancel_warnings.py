"""Warnings about a Webset that was canceled."""

from __future__ import annotations

import shlex

from ... import is_finished
from ..._websets.status import describe_running, enabled_monitors
from ...models import Webset
from .printing import print_error


def print_cancel_warnings(webset: Webset) -> None:
    """Print a warning if something in a canceled Webset is still running, and one if monitors will restart it."""
    if not is_finished(webset):
        print_error(
            f"Warning: {webset.id} has not stopped yet ({describe_running(webset)}); "
            f"to cancel it and wait until it has stopped: exa-websets cancel --wait {shlex.quote(webset.id)}"
        )
    if monitors := enabled_monitors(webset):
        print_error(
            f"Warning: {webset.id} will be restarted by {', '.join(monitors)}; "
            f"to disable its monitors: exa-websets cancel --disable-monitors {shlex.quote(webset.id)}"
        )
