"""The application: the routes of all resources behind the check of the key, with the API's own errors."""

from __future__ import annotations

from functools import cache

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .._actions.catch_up import catch_up
from .._actions.store import Store
from .._wire.errors import ApiError, controller_error, gateway_error
from .._wire.paths import is_upload_path, path_below_base
from . import uploads as _uploads
from .requests import explain
from .routes import ROUTERS


def build(store: Store, *, api_key: str | None = None, request_ids: bool = False) -> ASGIApp:
    """Build the application over a store."""
    return ApiKeyMiddleware(_routes(), store, api_key, request_ids)


@cache
def _routes() -> FastAPI:
    # Made once for all emulators, as preparing routes takes far longer than serving one; a request brings its store.
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    for router in ROUTERS:
        app.include_router(router)
    app.add_route(_uploads.PATH, _uploads.put, methods=["PUT"])
    for kind in (ApiError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, _refused)
    return app


async def _refused(request: Request, error: Exception) -> JSONResponse:
    store: Store = request.state.store
    status, message = _told(request, error)
    return JSONResponse(controller_error(status, message, request.scope["path"], store.now), status)


def _told(request: Request, error: Exception) -> tuple[int, str]:
    if isinstance(error, ApiError):
        return error.status, error.message
    if isinstance(error, RequestValidationError):
        return 400, explain(error.errors())
    if isinstance(error, HTTPException):
        # No such route, or none with this method: the API does not tell the two apart.
        return 404, _no_route(request.method, request.scope["path"])
    return 500, "Something went wrong. Please try again."


def _no_route(method: str, path: str) -> str:
    return f"Cannot {method} {path}"


class ApiKeyMiddleware:
    """Asks each request for its key, and has the routes match the undecoded path below the base path."""

    def __init__(self, app: ASGIApp, store: Store, api_key: str | None, request_ids: bool) -> None:
        self._app = app
        self._store = store
        self._api_key = api_key
        self._request_ids = request_ids

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        catch_up(self._store, self._store.clock.time)
        request_id = self._store.ids.request_id()
        answer: ASGIApp = self._app
        path = path_below_base(scope)
        if not is_upload_path(path) and (refusal := self._refusal(Headers(scope=scope), request_id)):
            answer = refusal
        elif path is None:
            path = scope["path"]
            message = _no_route(scope["method"], path)
            answer = JSONResponse(controller_error(404, message, path, self._store.now), 404)

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start" and self._request_ids:
                MutableHeaders(scope=message)["x-request-id"] = request_id
            await send(message)

        await answer({**scope, "path": path, "state": {"store": self._store}}, receive, send_with_id)

    def _refusal(self, headers: Headers, request_id: str) -> JSONResponse | None:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        key = headers.get("x-api-key") or (token.strip() if scheme.lower() == "bearer" else "")
        if not key:
            return JSONResponse(gateway_error(request_id, "Invalid API key", "INVALID_API_KEY"), 401)
        if self._api_key is not None and key != self._api_key:
            return JSONResponse(gateway_error(request_id, "x-api-key header is invalid"), 400)
        return None
