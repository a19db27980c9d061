"""The operations on enrichments."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from ....pydantic import CreateEnrichmentParameters, UpdateEnrichmentParameters, WebsetEnrichment
from ..._actions.cancel import cancel_enrichment, delete_enrichment, stop_enrichment
from ..._actions.create import create_enrichment
from ..._actions.update import update_enrichment
from ..._views.websets import enrichment_at
from ..._wire.document import AS_DOCUMENT
from ..requests import NoQuery, PathId, StoreDep, json_body

router = APIRouter(prefix="/v0/websets/{webset}/enrichments")

Response = Annotated[WebsetEnrichment, AS_DOCUMENT]
CreateBody = Annotated[CreateEnrichmentParameters, Depends(json_body(CreateEnrichmentParameters))]
UpdateBody = Annotated[UpdateEnrichmentParameters, Depends(json_body(UpdateEnrichmentParameters))]


@router.post("", operation_id="websets-enrichments-create", status_code=201, response_model=Response)
async def create(store: StoreDep, webset: PathId, query: NoQuery, body: CreateBody) -> WebsetEnrichment:
    parent = store.find_webset(webset)
    return enrichment_at(create_enrichment(store, parent, body), parent, store.now)


@router.get("/{id}", operation_id="websets-enrichments-get", response_model=Response)
async def get(store: StoreDep, webset: PathId, id: PathId, query: NoQuery) -> WebsetEnrichment:
    parent = store.find_webset(webset)
    return enrichment_at(store.find_enrichment(parent, id), parent, store.now)


@router.patch("/{id}", operation_id="websets-enrichments-update", response_model=Response)
async def update(store: StoreDep, webset: PathId, id: PathId, query: NoQuery, body: UpdateBody) -> WebsetEnrichment:
    parent = store.find_webset(webset)
    enrichment = store.find_enrichment(parent, id)
    update_enrichment(store, parent, enrichment, body)
    return enrichment_at(enrichment, parent, store.now)


@router.delete("/{id}", operation_id="websets-enrichments-delete", response_model=Response)
async def delete(store: StoreDep, webset: PathId, id: PathId, query: NoQuery) -> WebsetEnrichment:
    parent = store.find_webset(webset)
    enrichment = store.find_enrichment(parent, id)
    stop_enrichment(store, parent, enrichment)
    last = enrichment_at(enrichment, parent, store.now)
    delete_enrichment(store, parent, enrichment)
    return last


@router.post("/{id}/cancel", operation_id="websets-enrichments-cancel", response_model=Response)
async def cancel(store: StoreDep, webset: PathId, id: PathId, query: NoQuery) -> WebsetEnrichment:
    parent = store.find_webset(webset)
    enrichment = store.find_enrichment(parent, id)
    cancel_enrichment(store, parent, enrichment)
    return enrichment_at(enrichment, parent, store.now)
