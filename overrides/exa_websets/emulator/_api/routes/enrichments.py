"""The calls of the resource enrichments."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from ....pydantic import CreateEnrichmentParameters, UpdateEnrichmentParameters, WebsetEnrichment
from ..._actions import cancel as _stopping, create as _starting, update as _changing
from ..._views.websets import enrichment_at
from ..._wire.document import AS_DOCUMENT
from ..requests import Id, NoQuery, TheStore, json_body

router = APIRouter(prefix="/v0/websets/{webset}/enrichments")

Answer = Annotated[WebsetEnrichment, AS_DOCUMENT]
Created = Annotated[CreateEnrichmentParameters, Depends(json_body(CreateEnrichmentParameters))]
Updated = Annotated[UpdateEnrichmentParameters, Depends(json_body(UpdateEnrichmentParameters))]


@router.post("", operation_id="websets-enrichments-create", status_code=201, response_model=Answer)
async def create(store: TheStore, webset: Id, query: NoQuery, body: Created) -> WebsetEnrichment:
    parent = store.find_webset(webset)
    return enrichment_at(_starting.add_enrichment(store, parent, body), parent, store.now)


@router.get("/{id}", operation_id="websets-enrichments-get", response_model=Answer)
async def get(store: TheStore, webset: Id, id: Id, query: NoQuery) -> WebsetEnrichment:
    parent = store.find_webset(webset)
    return enrichment_at(store.find_enrichment(parent, id), parent, store.now)


@router.patch("/{id}", operation_id="websets-enrichments-update", response_model=Answer)
async def update(store: TheStore, webset: Id, id: Id, query: NoQuery, body: Updated) -> WebsetEnrichment:
    parent = store.find_webset(webset)
    enrichment = store.find_enrichment(parent, id)
    _changing.update_enrichment(store, enrichment, body)
    return enrichment_at(enrichment, parent, store.now)


@router.delete("/{id}", operation_id="websets-enrichments-delete", response_model=Answer)
async def delete(store: TheStore, webset: Id, id: Id, query: NoQuery) -> WebsetEnrichment:
    parent = store.find_webset(webset)
    enrichment = store.find_enrichment(parent, id)
    _stopping.stop_enrichment(store, parent, enrichment)
    last = enrichment_at(enrichment, parent, store.now)
    _stopping.forget_enrichment(store, parent, enrichment)
    return last


@router.post("/{id}/cancel", operation_id="websets-enrichments-cancel", response_model=Answer)
async def cancel(store: TheStore, webset: Id, id: Id, query: NoQuery) -> WebsetEnrichment:
    parent = store.find_webset(webset)
    enrichment = store.find_enrichment(parent, id)
    _stopping.cancel_enrichment(store, parent, enrichment)
    return enrichment_at(enrichment, parent, store.now)
