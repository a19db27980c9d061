"""Websets, searches, enrichments and imports as the API shows them."""

from __future__ import annotations

from datetime import datetime

from ... import pydantic as models
from .._world import webset_schedule
from .._world.query_analysis import criteria_at, title_at
from .._world.records import Enrichment, Import, Search, Webset
from .formats import shown_format
from .monitors import monitor_at


def webset_at(webset: Webset, now: datetime, items: list[models.WebsetItem] | None = None) -> models.Webset:
    """Return a Webset, with a list of items only if one is given."""
    document = models.Webset(
        id=webset.id,
        object="webset",
        status="running" if now < webset_schedule.webset_idle_at(webset) else "idle",
        external_id=webset.external_id,
        title=title_at(webset, now),
        dashboard_url=f"https://websets.exa.ai/websets/{webset.id}",
        searches=[search_at(search, webset, now) for search in webset.searches],
        imports=[import_at(record, now) for record in webset.imports],
        enrichments=[enrichment_at(enrichment, webset, now) for enrichment in webset.enrichments],
        monitors=[monitor_at(monitor, now) for monitor in webset.monitors],
        excludes=webset.excludes,
        metadata=models.Metadata(**webset.metadata),
        created_at=webset.created_at,
        updated_at=webset_schedule.webset_updated_at(webset, now),
    )
    if items is not None:
        document.items = items
    return document


def search_at(search: Search, webset: Webset, now: datetime) -> models.WebsetSearch:
    """Return a search of a Webset."""
    ended = webset_schedule.search_ends_at(search) <= now
    stop = search.stop if ended and webset_schedule.is_search_canceled(search) else None
    return models.WebsetSearch(
        id=search.id,
        object="webset_search",
        webset_id=webset.id,
        # As recorded, also while it waits for the search before it.
        status="canceled" if stop else "completed" if ended else "running",
        query=search.query,
        entity=search.entity,
        criteria=_criteria(search, now),
        count=search.count,
        max_people_per_company=search.max_people_per_company,
        behavior=search.behavior,
        exclude=search.exclude,
        scope=search.scope,
        progress=_progress(search, now),
        recall=None,
        metadata=models.Metadata(**search.metadata),
        canceled_at=stop.at if stop else None,
        canceled_reason=stop.reason if stop else None,
        created_at=search.created_at,
        updated_at=webset_schedule.search_updated_at(search, now),
    )


def enrichment_at(enrichment: Enrichment, webset: Webset, now: datetime) -> models.WebsetEnrichment:
    """Return an enrichment of a Webset."""
    end = webset_schedule.enrichment_ends_at(enrichment, webset)
    completed = end == webset_schedule.enrichment_completes_at(enrichment, webset)
    described = webset_schedule.is_enrichment_described(enrichment, webset, now)
    return models.WebsetEnrichment(
        id=enrichment.id,
        object="webset_enrichment",
        status="pending" if now < end else "completed" if completed else "canceled",
        webset_id=webset.id,
        title=enrichment.description[:60] if described else None,
        description=enrichment.description,
        format=shown_format(enrichment) or ("text" if described else None),
        options=enrichment.options,
        instructions=f"Find it on the pages of the item: {enrichment.description}" if described else None,
        metadata=models.Metadata(**enrichment.metadata),
        created_at=enrichment.created_at,
        updated_at=webset_schedule.enrichment_updated_at(enrichment, webset, now),
    )


def import_at(record: Import, now: datetime) -> models.Import:
    """Return an import."""
    failed = record.content if _import_status(record, now) == "failed" else None
    return models.Import(
        id=record.id,
        object="import",
        status=_import_status(record, now),
        format=record.format,
        entity=record.entity,
        title=record.title,
        count=record.count,
        metadata=models.Metadata(**record.metadata),
        failed_reason=failed.failed_reason if failed else None,
        failed_message=failed.failed_message if failed else None,
        failed_at=webset_schedule.import_ends_at(record) if failed else None,
        created_at=record.created_at,
        updated_at=webset_schedule.import_updated_at(record, now),
    )


def _import_status(record: Import, now: datetime) -> models.ImportStatus:
    if now < webset_schedule.import_ends_at(record):
        return "pending" if now < webset_schedule.import_processing_at(record) else "processing"
    if webset_schedule.is_import_canceled(record):
        return "canceled"
    return "failed" if record.content and record.content.failed_reason else "completed"


def _criteria(search: Search, now: datetime) -> list[models.Criterion]:
    # The last criterion is the strictest: only the items found satisfy it.
    texts = criteria_at(search, now)
    analyzed, found = webset_schedule.analyzed_count(search, now), webset_schedule.found_count(search, now)
    satisfying = [found + 2 * (analyzed - found) // webset_schedule.CANDIDATES_PER_ITEM] * (len(texts) - 1) + [found]
    return [
        models.Criterion(description=text, success_rate=round(100 * number / analyzed, 2) if analyzed else 0)
        for text, number in zip(texts, satisfying, strict=False)
    ]


def _progress(search: Search, now: datetime) -> models.SearchProgress:
    analyzed, found = webset_schedule.analyzed_count(search, now), webset_schedule.found_count(search, now)
    completion = 100.0
    left: int | None = 0
    if found < search.count and now < webset_schedule.search_ends_at(search):
        # Both formulas give the recorded numbers: 4 candidates for 1 item are 10 percent, and 4.7 s after the start
        # 42 s are left. The estimate is far too long, as it is in the recordings.
        completion = round((100 * found + 2.5 * (analyzed % webset_schedule.CANDIDATES_PER_ITEM)) / search.count, 2)
        elapsed = (now - webset_schedule.search_started_at(search)).total_seconds()
        left = round(elapsed * (100 - completion) / completion) if completion else None
    return models.SearchProgress(found=found, analyzed=analyzed, completion=completion, time_left=left)
