"""Upload the file of an import to a signed URL, which needs no key."""

from __future__ import annotations

import asyncio
import hmac
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from .._actions.create import upload_file
from .._actions.store import Store
from .._wire.errors import ApiError
from .._wire.paths import BASE_PATH, UPLOAD_PREFIX
from .._world.csv_rows import parse_csv
from .._world.ids import IMPORT_PREFIX
from .._world.records import Import

URL_LIFETIME = timedelta(hours=1)
PATH = UPLOAD_PREFIX + "{name}.csv"


def upload_url(request: Request, record: Import) -> str:
    """Return the upload URL of an import, on the server that received the request."""
    path = f"{UPLOAD_PREFIX}{record.id.removeprefix(IMPORT_PREFIX)}.csv"
    return f"{request.url.scheme}://{request.url.netloc}{BASE_PATH}{path}?signature={record.signature}"


async def put_file(request: Request) -> Response:
    """Receive the file of an import; only the first upload counts."""
    store: Store = request.state.store
    record = store.imports.get(IMPORT_PREFIX + request.path_params["name"])
    signature = request.query_params.get("signature", "").encode()
    if record is None or not hmac.compare_digest(signature, record.signature.encode()):
        raise ApiError(403, "The signature does not match")
    if store.now > record.created_at + URL_LIFETIME:
        raise ApiError(403, "The URL has expired")
    if record.content is None:
        # In a thread, because parsing 50 MB takes a second, during which other requests have to be answered.
        content = await asyncio.to_thread(parse_csv, await request.body(), record)
        if record.content is None and record.id in store.imports:
            upload_file(store, record, content)
    return Response()
