"""Preview a search: what it would look for, without starting it."""

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
from .._world.new_records import answered_entity
from .._world.query_analysis import derive_criteria, detect_entity
from .._world.records import Search
from .store import Store

_DEFAULT_COUNT = 10
_SUGGESTED_ENRICHMENTS = [
    PreviewEnrichment(description="Where it is based", format="text"),
    PreviewEnrichment(
        description="How large it is",
        format="options",
        options=[EnrichmentOption(label=label) for label in ("small", "middling", "large")],
    ),
]


def preview_webset(store: Store, body: PreviewWebsetParameters, *, with_items: bool) -> PreviewWebsetResponse:
    """Return the entity, the criteria and optionally some items of a query, which needs at least one letter."""
    parameters = body.search
    if not any(letter.isalpha() for letter in parameters.query):
        raise ApiError(422, "The query cannot be decomposed")
    entity = answered_entity(parameters.entity) if parameters.entity else detect_entity(parameters.query)
    criteria = derive_criteria(parameters.query, entity)
    search = Search(
        id=parameters.query,
        created_at=store.now,
        query=parameters.query,
        entity=entity,
        criteria=criteria,
        count=parameters.count or _DEFAULT_COUNT,
    )
    return PreviewWebsetResponse(
        search=PreviewSearch(entity=entity, criteria=[PreviewCriterion(description=text) for text in criteria]),
        enrichments=_SUGGESTED_ENRICHMENTS,
        items=_items(store, search) if with_items else [],
    )


def _items(store: Store, search: Search) -> list[WebsetItemPreview]:
    return [
        WebsetItemPreview(
            id=ITEM_PREFIX + store.ids.ulid(store.now),
            properties=found_item_properties(search, number),
            created_at=store.now,
        )
        for number in range(1, search.count + 1)
    ]
