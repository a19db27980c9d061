"""Copies of a Webset's records, for documents that are made later than the time they show."""

from __future__ import annotations

from attrs import define, evolve

from .records import Monitor, MonitorRun, Search, Webset


@define(eq=False)
class CachedCopy:
    """A Webset and its newest copy; the copy serves until a call changes the Webset."""

    webset: Webset
    _copy: Webset | None = None

    def get(self) -> Webset:
        """Give a copy of the Webset as it is now."""
        if self._copy is None:
            self._copy = _copy_webset(self.webset)
        return self._copy

    def get_search(self, search: Search) -> tuple[Search, Webset]:
        """Give the copies of a search and of its Webset."""
        copy = self.get()
        return copy.searches[self.webset.searches.index(search)], copy

    def invalidate(self) -> None:
        """Take note that the copy is outdated."""
        self._copy = None


def _copy_webset(webset: Webset) -> Webset:
    searches: dict[str, Search] = {}
    for search in webset.searches:
        waits_for = searches[search.waits_for.id] if search.waits_for else None
        searches[search.id] = evolve(search, waits_for=waits_for)

    def copied_run(run: MonitorRun) -> MonitorRun:
        return evolve(run, search=searches[run.search.id] if run.search else None)

    def copied_monitor(monitor: Monitor) -> Monitor:
        return evolve(monitor, runs=[copied_run(run) for run in monitor.runs[-1:]])

    return evolve(
        webset,
        searches=[*searches.values()],
        enrichments=[evolve(enrichment) for enrichment in webset.enrichments],
        imports=[evolve(record) for record in webset.imports],
        monitors=[copied_monitor(monitor) for monitor in webset.monitors],
    )
