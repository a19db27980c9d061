"""What calls start, and when the API refuses to."""

from __future__ import annotations

from datetime import datetime

from ...pydantic import (
    CreateEnrichmentParameters,
    CreateImportParameters,
    CreateWebsetParameters,
    CreateWebsetSearchParameters,
    ImportSourceInput,
)
from .._views.websets import import_at, search_at, webset_at
from .._wire.errors import ApiError
from .._world import lifetimes, new_records
from .._world.ids import ENRICHMENT_PREFIX, WEBSET_PREFIX
from .._world.records import Enrichment, Import, ImportContent, Search, Webset
from .store import Store

TOO_MANY = "Your team has reached the maximum number of concurrent requests"


def create_webset(store: Store, body: CreateWebsetParameters) -> Webset:
    """Start a Webset."""
    now = store.now
    _check(body)
    if body.external_id is not None and store.named(body.external_id):
        raise ApiError(409, "A Webset with this externalId already exists")
    for source in body.import_ or []:
        _origin(store, source)
    refuse_beyond_limit(store)
    webset = Webset(
        id=WEBSET_PREFIX + store.ids.ulid(now),
        created_at=now,
        changed_at=now,
        titled_at=now + lifetimes.TITLE_DELAY,
        external_id=body.external_id,
        title=body.title,
        searches=[new_records.new_search(store.ids, body.search, now)] if body.search else [],
        enrichments=[
            new_records.new_enrichment(ENRICHMENT_PREFIX + store.ids.cuid(), enrichment, now)
            for enrichment in body.enrichments or []
        ],
        imports=[_import(store, source) for source in body.import_ or []],
        excludes=new_records.exclude_sources(body.exclude),
        metadata=dict(body.metadata or {}),
    )
    store.websets[webset.id] = webset
    store.touch(webset)
    store.announce("webset.created", webset_at(webset, now), now)
    for search in webset.searches:
        store.announce("webset.search.created", search_at(search, webset, now), now)
    return webset


def add_search(store: Store, webset: Webset, asked: CreateWebsetSearchParameters) -> Search:
    """Start another search of a Webset."""
    if store.now >= lifetimes.webset_idle_at(webset):
        refuse_beyond_limit(store)
    return start_search(store, webset, asked, store.now)


def start_search(store: Store, webset: Webset, asked: CreateWebsetSearchParameters, at: datetime) -> Search:
    """Add a search to a Webset; it waits until those before it have ended."""
    for enrichment in webset.enrichments:
        # Completed ones run again; a stop that came too late for them is none for what follows.
        completes_at = lifetimes.enrichment_completes_at(enrichment, webset)
        if lifetimes.enrichment_ends_at(enrichment, webset) == completes_at <= at:
            enrichment.stop = None
    last = webset.searches[-1] if webset.searches else None
    waits = last is not None and at < lifetimes.queue_free_at(last)
    search = new_records.new_search(store.ids, asked, at, waits_for=last if waits else None)
    webset.searches.append(search)
    store.touch(webset)
    store.announce("webset.search.created", search_at(search, webset, at), at)
    return search


def add_enrichment(store: Store, webset: Webset, asked: CreateEnrichmentParameters) -> Enrichment:
    """Start another enrichment of a Webset."""
    enrichment = new_records.new_enrichment(ENRICHMENT_PREFIX + store.ids.ulid(store.now), asked, store.now)
    webset.enrichments.append(enrichment)
    store.touch(webset)
    return enrichment


def create_import(store: Store, asked: CreateImportParameters) -> Import:
    """Announce an import, whose file is still to come."""
    return _kept(store, new_records.new_csv_import(store.ids, asked, store.now))


def upload_file(store: Store, record: Import, content: ImportContent) -> None:
    """Start to read an import, whose file has come with this content."""
    record.content, record.uploaded_at = content, store.now
    store.touch(record)
    for webset in store.websets.values():
        if record in webset.imports:
            store.touch(webset)


def running(store: Store) -> int:
    """Count the Websets that run."""
    return sum(store.now < lifetimes.webset_idle_at(webset) for webset in store.websets.values())


def refuse_beyond_limit(store: Store) -> None:
    """Refuse to start a Webset where as many run as the team may have."""
    if store.running_limit is not None and running(store) >= store.running_limit:
        raise ApiError(403, TOO_MANY)


def _check(body: CreateWebsetParameters) -> None:
    if body.search is None and not body.import_:
        raise ApiError(400, "Either search or import is required")
    scope = {(source.source, source.id) for source in (body.search.scope if body.search else None) or []}
    if any((source.source, source.id) in scope for source in body.import_ or []):
        raise ApiError(400, "The same source cannot be both in import and in search.scope")


def _origin(store: Store, source: ImportSourceInput) -> Import | Webset:
    return store.find_import(source.id) if source.source == "import" else store.find_webset(source.id)


def _import(store: Store, source: ImportSourceInput) -> Import:
    origin = _origin(store, source)
    return (
        origin
        if isinstance(origin, Import)
        else _kept(store, new_records.new_webset_import(store.ids, origin, store.now))
    )


def _kept(store: Store, record: Import) -> Import:
    store.imports[record.id] = record
    store.touch(record)
    store.announce("import.created", import_at(record, store.now), store.now)
    return record
