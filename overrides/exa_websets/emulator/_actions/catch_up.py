"""Bring the store up to the time of the clock."""

from __future__ import annotations

from datetime import datetime

from .monitors import run_monitor
from .store import Store


def catch_up(store: Store, now: datetime) -> None:
    """Record everything that has happened since the last call, and run the monitors that are due."""
    while firing := store.monitor_due_times.earliest(now):
        at, id = firing
        store.record_changes(at)
        run_monitor(store, store.monitors[id], at)
    store.record_changes(now)
    store.events.drop_old(now)
