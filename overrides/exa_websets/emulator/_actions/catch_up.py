"""Has everything happen that time has done to a store."""

from __future__ import annotations

from datetime import datetime

from .monitors import fire
from .store import Store


def catch_up(store: Store, now: datetime) -> None:
    """Write down all that time has done since the last call."""
    while firing := store.monitor_due_times.earliest(now):
        at, id = firing
        store.write_until(at)
        fire(store, store.monitors[id], at)
    store.write_until(now)
    store.events.drop_old(now)
