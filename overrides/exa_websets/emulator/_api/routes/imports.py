"""The calls of the resource imports."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from ....pydantic import CreateImportParameters, CreateImportResponse, Import, ListImportsResponse, UpdateImport
from ..._actions import cancel as _stopping, create as _starting, update as _changing
from ..._views.websets import import_at
from ..._wire.document import AS_DOCUMENT, format_time
from ..._world.ids import IMPORT_PREFIX
from ..pagination import paginate
from ..requests import APage, Id, NoQuery, TheStore, json_body
from ..uploads import VALID, upload_url

router = APIRouter(prefix="/v0/imports")

Answer = Annotated[Import, AS_DOCUMENT]
Created = Annotated[CreateImportParameters, Depends(json_body(CreateImportParameters))]
Updated = Annotated[UpdateImport, Depends(json_body(UpdateImport))]


@router.post(
    "", operation_id="imports-create", status_code=201, response_model=Annotated[CreateImportResponse, AS_DOCUMENT]
)
async def create(store: TheStore, query: NoQuery, body: Created, request: Request) -> CreateImportResponse:
    record = _starting.create_import(store, body)
    return CreateImportResponse(
        **dict(import_at(record, store.now)),
        upload_url=upload_url(request, record),
        upload_valid_until=format_time(record.created_at + VALID),
    )


@router.get("", operation_id="imports-list", response_model=Annotated[ListImportsResponse, AS_DOCUMENT])
async def list_page(store: TheStore, query: APage) -> ListImportsResponse:
    page, cursor = paginate(store.imports, IMPORT_PREFIX, query.cursor, query.limit)
    return ListImportsResponse(
        data=[import_at(record, store.now) for record in page],
        # As recorded: true on the last page too, where no cursor follows.
        has_more=bool(page),
        next_cursor=cursor,
    )


@router.get("/{id}", operation_id="imports-get", response_model=Answer)
async def get(store: TheStore, id: Id, query: NoQuery) -> Import:
    return import_at(store.find_import(id), store.now)


@router.patch("/{id}", operation_id="imports-update", response_model=Answer)
async def update(store: TheStore, id: Id, query: NoQuery, body: Updated) -> Import:
    record = store.find_import(id)
    _changing.update_import(store, record, body)
    return import_at(record, store.now)


@router.delete("/{id}", operation_id="imports-delete", response_model=Answer)
async def delete(store: TheStore, id: Id, query: NoQuery) -> Import:
    record = store.find_import(id)
    last = import_at(record, store.now)
    _stopping.delete_import(store, record)
    return last
