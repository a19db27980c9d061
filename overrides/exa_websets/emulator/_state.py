"""The one store: every Webset the emulator knows, and what calls do to them."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..pydantic import (
    CreateEnrichmentParameters,
    CreateWebsetParameters,
    EnrichmentOption,
    ExcludeSource,
    ExcludeSourceInput,
    ScopeSource,
    SearchCanceledReason,
    WebsetSearchInput,
)
from . import _life
from ._clock import Clock
from ._criteria import detected, title
from ._errors import Refusal
from ._ids import Ids, is_ulid
from ._records import Enrichment, Search, Stop, Webset

PREFIX = "webset_"
TOO_MANY = "Your team has reached the maximum number of concurrent requests"


class Store:
    """Keeps the Websets; only the server's thread touches it, so that it needs no lock."""

    def __init__(self, clock: Clock, ids: Ids, *, cancel_delay: float = 0.0, running_limit: int | None = None) -> None:
        if cancel_delay < 0:
            raise ValueError("a cancel cannot take effect before it is made")
        self.clock = clock
        self.ids = ids
        self._cancel_delay = timedelta(seconds=cancel_delay)
        self._running_limit = running_limit
        self._websets: dict[str, Webset] = {}

    def create(self, body: CreateWebsetParameters) -> Webset:
        """Start a Webset, or refuse it as the API does."""
        now = self.clock.time
        if body.search is None and not body.import_:
            raise Refusal(400, "Either search or import is required")
        if body.import_:
            raise Refusal(404, "Import not found")
        if body.external_id is not None and self._named(body.external_id):
            raise Refusal(409, "A Webset with this externalId already exists")
        running = sum(now < _life.idle_at(webset) for webset in self._websets.values())
        if self._running_limit is not None and running >= self._running_limit:
            raise Refusal(403, TOO_MANY)
        webset = Webset(
            id=PREFIX + self.ids.ulid(now),
            started=now,
            changed=now,
            external_id=body.external_id,
            title=body.title,
            searches=[self._search(body.search, now)] if body.search else [],
            enrichments=[self._enrichment(enrichment, now) for enrichment in body.enrichments or []],
            excludes=_sources(body.exclude),
            metadata=dict(body.metadata or {}),
        )
        self._websets[webset.id] = webset
        return webset

    def find(self, id: str) -> Webset:
        """Give the Webset of this id or externalId."""
        webset = self._websets.get(id) or self._named(id)
        if webset is None:
            raise Refusal(404, "Webset not found")
        return webset

    def cancel(self, webset: Webset) -> None:
        """Stop what runs in a Webset, after the delay of the emulator; what has ended stays as it is."""
        self._stop(webset, self.clock.time + self._cancel_delay, "webset_canceled")

    def delete(self, webset: Webset) -> None:
        """Stop what runs in a Webset and forget it."""
        self._stop(webset, self.clock.time, "webset_deleted")
        del self._websets[webset.id]

    def page(self, cursor: str | None, limit: int, search: str | None) -> tuple[list[Webset], str | None]:
        """Give the Websets behind the cursor, the newest first, and the cursor of the next page."""
        if cursor is not None and not is_ulid(cursor):
            raise Refusal(400, "Invalid cursor")
        behind = [
            webset
            for webset in reversed(self._websets.values())
            if (cursor is None or webset.id < PREFIX + cursor) and self._matches(webset, search)
        ]
        page = behind[:limit]
        return page, page[-1].id.removeprefix(PREFIX) if len(behind) > limit else None

    def _named(self, external_id: str) -> Webset | None:
        return next((webset for webset in self._websets.values() if webset.external_id == external_id), None)

    def _matches(self, webset: Webset, search: str | None) -> bool:
        if search is None:
            return True
        texts = (webset.id, webset.external_id, title(webset, self.clock.time))
        return any(search.lower() in text.lower() for text in texts if text)

    def _search(self, asked: WebsetSearchInput, now: datetime) -> Search:
        return Search(
            id=f"wsearch_{self.ids.ulid(now)}",
            started=now,
            query=asked.query,
            entity=asked.entity or detected(asked.query),
            criteria=[criterion.description for criterion in asked.criteria or []],
            count=asked.count or 10,
            exclude=_sources(asked.exclude),
            scope=[ScopeSource(**source.model_dump(exclude_unset=True)) for source in asked.scope or []],
            max_people_per_company=asked.max_people_per_company,
        )

    def _enrichment(self, asked: CreateEnrichmentParameters, now: datetime) -> Enrichment:
        return Enrichment(
            id=f"wenrich_{self.ids.with_webset()}",
            started=now,
            description=asked.description,
            format=asked.format or ("options" if asked.options else None),
            options=[EnrichmentOption(label=option.label) for option in asked.options] if asked.options else None,
            metadata=dict(asked.metadata or {}),
        )

    def _stop(self, webset: Webset, at: datetime, reason: SearchCanceledReason) -> None:
        now = self.clock.time
        if now >= _life.idle_at(webset):
            return
        stop = Stop(at, reason)
        # The ends are told first, because those of the enrichments hang on those of the searches.
        enrichments = [e for e in webset.enrichments if now < _life.enrichment_end(e, webset)]
        searches = [s for s in webset.searches if now < _life.search_end(s)]
        running: list[Search | Enrichment] = [*searches, *enrichments]
        for stopped in running:
            if stopped.stop is None or at < stopped.stop.at:
                stopped.stop = stop


def _sources(asked: list[ExcludeSourceInput] | None) -> list[ExcludeSource]:
    return [ExcludeSource(source=source.source, id=source.id) for source in asked or []]
