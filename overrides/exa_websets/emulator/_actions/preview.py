"""What a search would look for, worked out without starting it."""

from __future__ import annotations

from ...pydantic import (
    EnrichmentOption,
    PreviewCriterion,
    PreviewEnrichment,
    PreviewSearch,
    PreviewWebsetParameters,
    PreviewWebsetResponse,
    WebsetItemPreview,
)
from .._views.properties import found_item_properties
from .._wire.errors import ApiError
from .._world.ids import ITEM_PREFIX
from .._world.query_analysis import derive_criteria, detect_entity
from .._world.records import Search
from .store import Store

_MOST = 10
_SUGGESTED = [
    PreviewEnrichment(description="Where it is based", format="text"),
    PreviewEnrichment(
        description="How large it is",
        format="options",
        options=[EnrichmentOption(label=label) for label in ("small", "middling", "large")],
    ),
]


def preview(store: Store, body: PreviewWebsetParameters, *, with_items: bool) -> PreviewWebsetResponse:
    """Take a query apart; one without a letter cannot be."""
    asked = body.search
    if not any(letter.isalpha() for letter in asked.query):
        raise ApiError(422, "The query cannot be decomposed")
    entity = asked.entity or detect_entity(asked.query)
    criteria = derive_criteria(asked.query, entity)
    count = asked.count or _MOST
    search = Search(
        id=asked.query, created_at=store.now, query=asked.query, entity=entity, criteria=criteria, count=count
    )
    return PreviewWebsetResponse(
        search=PreviewSearch(entity=entity, criteria=[PreviewCriterion(description=text) for text in criteria]),
        enrichments=_SUGGESTED,
        items=[
            WebsetItemPreview(
                id=ITEM_PREFIX + store.ids.ulid(store.now),
                properties=found_item_properties(search, number),
                created_at=store.now,
            )
            for number in range(1, count + 1)
        ]
        if with_items
        else [],
    )
