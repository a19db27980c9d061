"""Items as the API shows them, with their evaluations and enrichment results."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from ...pydantic import EnrichmentResult, ItemEvaluation, Reference, WebsetItem
from .._world import webset_schedule
from .._world.item_slots import item_id, newest_first
from .._world.query_analysis import criteria_at
from .._world.records import Enrichment, ItemSlot, Search, Webset
from .properties import item_properties


def latest_items(webset: Webset, now: datetime, limit: int) -> list[WebsetItem]:
    """Return the items of a Webset, the newest first, at most `limit`."""
    return [item_at(slot, webset, now) for slot in islice(newest_first(webset, now), limit)]


def item_at(slot: ItemSlot, webset: Webset, now: datetime) -> WebsetItem:
    """Return the item in a slot of a Webset."""
    properties = item_properties(slot)
    url = getattr(properties, "url", "")
    reference = Reference(title=f"A page of {url}", snippet="It fits.", url=url)
    settled = [
        webset_schedule.result_settled_at(enrichment, webset, slot.added_at) for enrichment in webset.enrichments
    ]
    return WebsetItem(
        id=item_id(slot, webset),
        object="webset_item",
        source="search" if isinstance(slot.source, Search) else "import",
        source_id=slot.source.id,
        webset_id=webset.id,
        properties=properties,
        evaluations=_evaluations(slot.source, now, reference) if isinstance(slot.source, Search) else [],
        enrichments=[
            _enrichment_result(enrichment, webset, slot.added_at, now, reference) for enrichment in webset.enrichments
        ],
        created_at=slot.added_at,
        updated_at=max([slot.added_at, *(time for time in settled if time <= now)]),
    )


def cancel_pending_results(item: WebsetItem, now: datetime) -> WebsetItem:
    """Mark the pending results of an item as canceled, because it was deleted, and return the item."""
    for result in item.enrichments or []:
        if result.status == "pending":
            result.status = "canceled"
            item.updated_at = now
    return item


def _evaluations(search: Search, now: datetime, reference: Reference) -> list[ItemEvaluation]:
    return [
        ItemEvaluation(criterion=text, reasoning="Its page says so.", satisfied="yes", references=[reference])
        for text in criteria_at(search, now)
    ]


def _enrichment_result(
    enrichment: Enrichment, webset: Webset, added_at: datetime, now: datetime, reference: Reference
) -> EnrichmentResult:
    settled = webset_schedule.result_settled_at(enrichment, webset, added_at)
    done = settled <= now and settled == webset_schedule.item_enriched_at(enrichment, added_at)
    return EnrichmentResult(
        object="enrichment_result",
        status="completed" if done else "canceled" if settled <= now else "pending",
        format=enrichment.format or "text",
        result=[_result_text(enrichment, reference.url)] if done else None,
        reasoning="Its page says so." if done else None,
        references=[reference] if done else [],
        enrichment_id=enrichment.id,
    )


def _result_text(enrichment: Enrichment, url: str) -> str:
    if enrichment.options:
        return enrichment.options[0].label
    return {
        "date": "2019-04-02",
        "number": "42",
        "email": "hello@example.com",
        "phone": "+31 20 555 0100",
        "url": url,
    }.get(enrichment.format or "text", "As their page tells.")
