"""The operations on imports."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from ....pydantic import CreateImportParameters, CreateImportResponse, Import, ListImportsResponse, UpdateImport
from ..._actions.cancel import delete_import
from ..._actions.create import create_import
from ..._actions.update import update_import
from ..._views.websets import import_at
from ..._wire.document import AS_DOCUMENT, format_time
from ..._world.ids import IMPORT_PREFIX
from ..pagination import paginate
from ..requests import NoQuery, PageParams, PathId, StoreDep, json_body
from ..uploads import URL_LIFETIME, upload_url

router = APIRouter(prefix="/v0/imports")

Response = Annotated[Import, AS_DOCUMENT]
CreateBody = Annotated[CreateImportParameters, Depends(json_body(CreateImportParameters))]
UpdateBody = Annotated[UpdateImport, Depends(json_body(UpdateImport))]


@router.post(
    "", operation_id="imports-create", status_code=201, response_model=Annotated[CreateImportResponse, AS_DOCUMENT]
)
async def create(store: StoreDep, query: NoQuery, body: CreateBody, request: Request) -> CreateImportResponse:
    record = create_import(store, body)
    return CreateImportResponse(
        **dict(import_at(record, store.now)),
        upload_url=upload_url(request, record),
        upload_valid_until=format_time(record.created_at + URL_LIFETIME),
    )


@router.get("", operation_id="imports-list", response_model=Annotated[ListImportsResponse, AS_DOCUMENT])
async def list_page(store: StoreDep, query: PageParams) -> ListImportsResponse:
    page, cursor = paginate(store.imports.newest_first, IMPORT_PREFIX, query.cursor, query.limit)
    return ListImportsResponse(
        data=[import_at(record, store.now) for record in page],
        # As recorded: true on the last page too, which has no cursor.
        has_more=bool(page),
        next_cursor=cursor,
    )


@router.get("/{id}", operation_id="imports-get", response_model=Response)
async def get(store: StoreDep, id: PathId, query: NoQuery) -> Import:
    return import_at(store.find_import(id), store.now)


@router.patch("/{id}", operation_id="imports-update", response_model=Response)
async def update(store: StoreDep, id: PathId, query: NoQuery, body: UpdateBody) -> Import:
    record = store.find_import(id)
    update_import(store, record, body)
    return import_at(record, store.now)


@router.delete("/{id}", operation_id="imports-delete", response_model=Response)
async def delete(store: StoreDep, id: PathId, query: NoQuery) -> Import:
    record = store.find_import(id)
    last = import_at(record, store.now)
    delete_import(store, record)
    return last
