"""Create Websets, searches, enrichments and imports, within the limits of the team."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from attrs import evolve

from ...pydantic import (
    CreateEnrichmentParameters,
    CreateImportParameters,
    CreateWebsetParameters,
    CreateWebsetSearchParameters,
    ImportSourceInput,
)
from .._views.websets import import_at, search_at, webset_at
from .._wire.errors import ApiError
from .._world import new_records, webset_schedule
from .._world.ids import ENRICHMENT_PREFIX, WEBSET_PREFIX
from .._world.records import Enrichment, Import, ImportContent, Search, Webset
from .store import Store


def create_webset(store: Store, body: CreateWebsetParameters) -> Webset:
    """Create a Webset and start its search."""
    now = store.now
    _check(body)
    if body.external_id is not None and store.websets.with_external_id(body.external_id):
        raise ApiError(409, "A Webset with this externalId already exists")
    for source in body.import_ or []:
        _find_origin(store, source)
    _check_running_limit(store)
    id = WEBSET_PREFIX + store.ids.ulid(now)
    imports = [_import_of(store, source) for source in body.import_ or []]
    webset = Webset(
        id=id,
        created_at=now,
        changed_at=now,
        titled_at=now + webset_schedule.TITLE_DELAY,
        external_id=body.external_id,
        title=body.title,
        searches=[new_records.new_search(store.ids, body.search, now, body.exclude)] if body.search else [],
        enrichments=[
            new_records.new_enrichment(ENRICHMENT_PREFIX + store.ids.cuid(), enrichment, now)
            for enrichment in body.enrichments or []
        ],
        imports=imports,
        evaluated=frozenset(
            record.id for record, source in zip(imports, body.import_ or [], strict=True) if source.evaluate
        ),
        excludes=new_records.exclude_sources(body.exclude),
        metadata=dict(body.metadata or {}),
    )
    store.websets.add(webset)
    store.update_timeline(webset)
    copy = store.copy_of(webset)
    store.record_event("webset.created", partial(webset_at, copy.get(), now), now)
    for search in webset.searches:
        store.record_event("webset.search.created", partial(search_at, *copy.get_search(search), now), now)
    return webset


def create_search(store: Store, webset: Webset, body: CreateWebsetSearchParameters) -> Search:
    """Add a search to a Webset, which counts against the limit if the Webset is idle."""
    if store.now >= webset_schedule.webset_idle_at(webset):
        _check_running_limit(store)
    return start_search(store, webset, body, store.now)


def start_search(store: Store, webset: Webset, parameters: CreateWebsetSearchParameters, at: datetime) -> Search:
    """Add a search to a Webset; it starts when the searches before it have ended."""
    for enrichment in webset.enrichments:
        # A completed enrichment runs again, to which an earlier cancel that came too late does not apply.
        completes_at = webset_schedule.enrichment_completes_at(enrichment, webset)
        if webset_schedule.enrichment_ends_at(enrichment, webset) == completes_at <= at:
            enrichment.stop = None
    last = webset.searches[-1] if webset.searches else None
    waits = last is not None and at < webset_schedule.queue_free_at(last)
    search = new_records.new_search(store.ids, parameters, at, waits_for=last if waits else None)
    webset.searches.append(search)
    store.update_timeline(webset)
    copies = store.copy_of(webset).get_search(search)
    store.record_event("webset.search.created", partial(search_at, *copies, at), at)
    return search


def create_enrichment(store: Store, webset: Webset, body: CreateEnrichmentParameters) -> Enrichment:
    """Add an enrichment to a Webset."""
    enrichment = new_records.new_enrichment(ENRICHMENT_PREFIX + store.ids.ulid(store.now), body, store.now)
    webset.enrichments.append(enrichment)
    store.update_timeline(webset)
    return enrichment


def create_import(store: Store, body: CreateImportParameters) -> Import:
    """Create an import, whose file is uploaded later."""
    return _add_import(store, new_records.new_csv_import(store.ids, body, store.now))


def upload_file(store: Store, record: Import, content: ImportContent) -> None:
    """Store the content of an import's file; after a while the import ends and its items appear in Websets."""
    record.content, record.uploaded_at = content, store.now
    store.update_timeline(record)
    store.update_timelines_with(record)


def count_running(store: Store) -> int:
    """Return the number of Websets that are running."""
    return store.websets.count_running(store.now)


def _check_running_limit(store: Store) -> None:
    if store.running_limit is not None and count_running(store) >= store.running_limit:
        raise ApiError(403, "Your team has reached the maximum number of concurrent requests")


def _check(body: CreateWebsetParameters) -> None:
    if body.search is None and not body.import_:
        raise ApiError(400, "Either search or import is required")
    if body.search is None and any(source.evaluate for source in body.import_ or []):
        raise ApiError(400, "evaluate needs a search")
    scope = {(source.source, source.id) for source in (body.search.scope if body.search else None) or []}
    if any((source.source, source.id) in scope for source in body.import_ or []):
        raise ApiError(400, "The same source cannot be both in import and in search.scope")


def _find_origin(store: Store, source: ImportSourceInput) -> Import | Webset:
    return store.find_import(source.id) if source.source == "import" else store.find_webset(source.id)


def _import_of(store: Store, source: ImportSourceInput) -> Import:
    origin = _find_origin(store, source)
    if isinstance(origin, Import):
        return origin
    return _add_import(store, new_records.new_webset_import(store.ids, origin, store.now))


def _add_import(store: Store, record: Import) -> Import:
    store.imports.add(record)
    store.update_timeline(record)
    store.record_event("import.created", partial(import_at, evolve(record), store.now), store.now)
    return record
