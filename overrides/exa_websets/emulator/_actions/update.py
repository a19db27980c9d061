"""Update Websets, enrichments and imports. Fields that a request omits keep their values."""

from __future__ import annotations

from ...pydantic import UpdateEnrichmentParameters, UpdateImport, UpdateWebsetRequest
from .._world.new_records import enrichment_options
from .._world.records import Enrichment, Import, Webset
from .store import Store


def update_webset(store: Store, webset: Webset, body: UpdateWebsetRequest) -> None:
    """Update the title and the metadata of a Webset."""
    if body.title is not None:
        webset.title = body.title
    if "metadata" in body.model_fields_set:
        webset.metadata = dict(body.metadata or {})
    webset.changed_at = store.now
    store.update_timeline(webset)


def update_enrichment(store: Store, webset: Webset, enrichment: Enrichment, body: UpdateEnrichmentParameters) -> None:
    """Update what an enrichment asks for, which does not change the results so far."""
    if body.description is not None:
        enrichment.description = body.description
    if body.format is not None:
        enrichment.format = body.format
    if "options" in body.model_fields_set:
        enrichment.options = enrichment_options(body.options)
    if "metadata" in body.model_fields_set:
        enrichment.metadata = dict(body.metadata or {})
    enrichment.changed_at = store.now
    store.update_timeline(webset)


def update_import(store: Store, record: Import, body: UpdateImport) -> None:
    """Update the title and the metadata of an import."""
    if body.title is not None:
        record.title = body.title
    if body.metadata is not None:
        record.metadata = dict(body.metadata)
    record.changed_at = store.now
    store.update_timelines_with(record)
