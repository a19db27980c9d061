"""Items as the API shows them, with their evaluations and enrichment results."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from ...pydantic import EnrichmentResult, ItemEvaluation, Reference, WebsetItem
from .._world import webset_schedule
from .._world.item_slots import item_id, newest_first
from .._world.query_analysis import criteria_at
from .._world.records import Enrichment, Import, ItemSlot, Search, Webset
from .formats import shown_format
from .properties import item_properties

# As recorded, an evaluation has 5 to 11 references.
_FEWEST_REFERENCES, _MORE_REFERENCES = 5, 7


def latest_items(webset: Webset, now: datetime, limit: int) -> list[WebsetItem]:
    """Return the items of a Webset, the newest first, at most `limit`."""
    return [item_at(slot, webset, now) for slot in islice(newest_first(webset, now), limit)]


def item_at(slot: ItemSlot, webset: Webset, now: datetime) -> WebsetItem:
    """Return the item in a slot of a Webset."""
    properties = item_properties(slot)
    url = getattr(properties, "url", "")
    references = [
        Reference(title=f"A page of {url}", snippet="It fits.", url=f"{url}#{number}" if number else url)
        for number in range(_FEWEST_REFERENCES + slot.number % _MORE_REFERENCES)
    ]
    criteria = _criteria(slot.source, webset, now)
    settled = [
        webset_schedule.result_settled_at(enrichment, webset, slot.added_at) for enrichment in webset.enrichments
    ]
    item = WebsetItem(
        id=item_id(slot, webset),
        object="webset_item",
        source="search" if isinstance(slot.source, Search) else "import",
        source_id=slot.source.id,
        webset_id=webset.id,
        properties=properties,
        evaluations=[
            ItemEvaluation(criterion=text, reasoning="Its page says so.", satisfied="yes", references=references)
            for text in criteria
        ],
        enrichments=[_enrichment_result(one, webset, slot.added_at, now, references[0]) for one in webset.enrichments],
        created_at=slot.added_at,
        updated_at=max([slot.added_at, *(time for time in settled if time <= now)]),
    )
    if slot.source.id in webset.evaluated:
        item.scope_id = slot.source.id
    identifier = _row_identifier(slot)
    if identifier:
        item.source_entity_id = identifier
    return item


def cancel_pending_results(item: WebsetItem, now: datetime) -> WebsetItem:
    """Mark the pending results of an item as canceled, because it was deleted, and return the item."""
    for result in item.enrichments or []:
        if result.status == "pending":
            result.status = "canceled"
            item.updated_at = now
    return item


def _row_identifier(slot: ItemSlot) -> str:
    """Return what identified the row of a CSV file that became an item; empty if the item comes from elsewhere."""
    content = None if isinstance(slot.source, Search) else slot.source.content
    row = content.rows[slot.number - 1] if content else ""
    return row if isinstance(row, str) else ""


def _criteria(source: Search | Import, webset: Webset, now: datetime) -> list[str]:
    """Return the criteria that an item is evaluated on; rows of an import are evaluated only on request."""
    if isinstance(source, Search):
        return criteria_at(source, now)
    return criteria_at(webset.searches[0], now) if source.id in webset.evaluated else []


def _enrichment_result(
    enrichment: Enrichment, webset: Webset, added_at: datetime, now: datetime, reference: Reference
) -> EnrichmentResult:
    settled = webset_schedule.result_settled_at(enrichment, webset, added_at)
    done = settled <= now and settled == webset_schedule.item_enriched_at(enrichment, added_at)
    return EnrichmentResult(
        object="enrichment_result",
        status="completed" if done else "canceled" if settled <= now else "pending",
        format=shown_format(enrichment) or "text",
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
