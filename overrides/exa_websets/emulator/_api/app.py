"""The application: all routes, with the API's error bodies, behind the checks of the key and of the rate."""

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
from . import uploads
from .rate_limit import RETRY_AFTER, RateLimit
from .routes import ROUTERS
from .tolerance import Warn, without_brackets
from .validation_messages import describe_errors


def create_app(
    store: Store,
    *,
    api_key: str | None = None,
    request_ids: bool = False,
    rate_limit: RateLimit | None = None,
    warn: Warn | None = None,
) -> ASGIApp:
    """Return the application for a store.

    Args:
        store: The records that requests act on.
        api_key: The only key that is accepted; any key if None.
        request_ids: Whether answers carry an `X-Request-Id`.
        rate_limit: The limit on requests with a key; no limit if None.
        warn: Called with what a request contains that the API does not describe; it is rejected if None.
    """
    return Gateway(_routes(), store, api_key, request_ids, rate_limit, warn)


@cache
def _routes() -> FastAPI:
    # Shared by all emulators, because preparing the routes is slow; the store comes with each request.
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    for router in ROUTERS:
        app.include_router(router)
    app.add_route(uploads.PATH, uploads.put_file, methods=["PUT"])
    for kind in (ApiError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, _error_response)
    return app


async def _error_response(request: Request, error: Exception) -> JSONResponse:
    store: Store = request.state.store
    status, message = _status_and_message(request, error)
    return JSONResponse(controller_error(status, message, request.scope["path"], store.now), status)


def _status_and_message(request: Request, error: Exception) -> tuple[int, str]:
    if isinstance(error, ApiError):
        return error.status, error.message
    if isinstance(error, RequestValidationError):
        return 400, describe_errors(error.errors())
    if isinstance(error, HTTPException):
        # The path or the method is unknown; the API does not distinguish the two.
        return 404, _no_route(request.method, request.scope["path"])
    return 500, "Something went wrong. Please try again."


def _no_route(method: str, path: str) -> str:
    return f"Cannot {method} {path}"


class Gateway:
    """Brings the store up to date, checks the key and the rate, and passes on the undecoded path below the base."""

    def __init__(
        self,
        app: ASGIApp,
        store: Store,
        api_key: str | None,
        request_ids: bool,
        rate_limit: RateLimit | None,
        warn: Warn | None,
    ) -> None:
        self._app = app
        self._store = store
        self._api_key = api_key
        self._request_ids = request_ids
        self._rate_limit = rate_limit
        self._warn = warn

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        catch_up(self._store, self._store.clock.time)
        request_id = self._store.ids.request_id()
        app: ASGIApp = self._app
        path = path_below_base(scope)
        if not is_upload_path(path) and (rejection := self._rejection(Headers(scope=scope), request_id)):
            app = rejection
        elif path is None:
            path = scope["path"]
            message = _no_route(scope["method"], path)
            app = JSONResponse(controller_error(404, message, path, self._store.now), 404)

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start" and self._request_ids:
                MutableHeaders(scope=message)["x-request-id"] = request_id
            await send(message)

        state = {"store": self._store, "warn": self._warn}
        await app(
            {**scope, "path": path, "query_string": self._query(scope, path), "state": state}, receive, send_with_id
        )

    def _query(self, scope: Scope, path: str | None) -> bytes:
        query: bytes = scope["query_string"]
        if self._warn is not None and b"=" in query:
            query, notes = without_brackets(query)
            for note in notes:
                self._warn(f"{scope['method']} {path}: {note}")
        return query

    def _rejection(self, headers: Headers, request_id: str) -> JSONResponse | None:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        key = headers.get("x-api-key") or (token.strip() if scheme.lower() == "bearer" else "")
        if not key:
            return JSONResponse(gateway_error(request_id, "Invalid API key", "INVALID_API_KEY"), 401)
        if self._api_key is not None and key != self._api_key:
            return JSONResponse(gateway_error(request_id, "x-api-key header is invalid"), 400)
        if self._rate_limit is not None and not self._rate_limit.take():
            error = gateway_error(request_id, "Rate limit exceeded", "RATE_LIMIT_EXCEEDED")
            return JSONResponse(error, 429, headers={"retry-after": f"{RETRY_AFTER}"})
        return None
