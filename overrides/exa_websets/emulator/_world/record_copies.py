"""Copies of a Webset's records, for events whose documents are rendered later than the time they show."""

from __future__ import annotations

from attrs import define, evolve

from .record_table import RecordTable
from .records import Monitor, MonitorRun, Search, Webset


@define(eq=False)
class CachedCopy:
    """A Webset and a copy of it, which is shared until a request changes the Webset."""

    webset: Webset
    _copy: Webset | None = None

    def get(self) -> Webset:
        """Return a copy of the Webset as it is now."""
        if self._copy is None:
            self._copy = _copy_webset(self.webset)
        return self._copy

    def get_search(self, search: Search) -> tuple[Search, Webset]:
        """Return the copies of a search and of its Webset."""
        copy = self.get()
        return copy.searches[self.webset.searches.index(search)], copy

    def invalidate(self) -> None:
        """Discard the copy, because the Webset has changed."""
        self._copy = None


def _copy_webset(webset: Webset) -> Webset:
    searches: dict[str, Search] = {}
    for search in webset.searches:
        waits_for = searches[search.waits_for.id] if search.waits_for else None
        searches[search.id] = evolve(search, waits_for=waits_for)

    def copy_run(run: MonitorRun) -> MonitorRun:
        return evolve(run, search=searches[run.search.id] if run.search else None)

    def copy_monitor(monitor: Monitor) -> Monitor:
        newest = monitor.runs.newest()
        return evolve(monitor, runs=RecordTable([copy_run(newest)] if newest else []))

    return evolve(
        webset,
        searches=[*searches.values()],
        enrichments=[evolve(enrichment) for enrichment in webset.enrichments],
        imports=[evolve(record) for record in webset.imports],
        monitors=[copy_monitor(monitor) for monitor in webset.monitors],
    )
