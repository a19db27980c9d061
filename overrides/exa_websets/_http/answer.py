"""Answers: their results, and our errors for those that fail or are missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import unquote

import httpx

from .._errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    NotFoundError,
    ResponseTooLargeError,
    ResponseValidationError,
    WebsetsError,
)
from .._generated import api, errors
from .json_body import decode
from .request import Request
from .response_size import TooLarge
from .retries import CREATE, UNSENT, is_cancel, retry_after
from .status_errors import printable, request_id, status_error

T = TypeVar("T")


def read_response(call: api.Call[T], request: Request, response: httpx.Response) -> T:
    """Return the parsed answer.

    Raises:
        APIStatusError: the status is 300 or more.
        ResponseValidationError: the body does not fit the API document.
    """
    if response.status_code >= 300:
        raise status_error(
            response.status_code,
            response.headers,
            response.content,
            method=request.method,
            path=request.path,
            attempts=request.attempts.count,
            retry_after=retry_after(response),
        )
    try:
        body = decode(response.content)
    except ValueError as error:
        path, reason, body = "", f"it is not JSON ({error})", response.content.decode("utf-8", "replace")
    else:
        try:
            result = call.parse(body)
        except errors.DocumentError as error:
            path, reason = error.path, str(error)
        except Exception as error:  # the installation was changed under a running process
            path, reason = "", f"it could not be read ({type(error).__name__}: {error})"
        else:
            if request.on_drift is not None:
                from .._drift.report import report_drift

                report_drift(result, request.on_drift)
            return result
    created = printable(f" (id {body['id']})", 100) if isinstance(body, dict) and "id" in body else ""
    raise ResponseValidationError(
        f"The service accepted {call.operation}{created} with status {response.status_code}, "
        f"but its answer does not fit the document: {reason}. The whole answer is in `.body`.",
        path=path,
        body=body,
        request_id=request_id(response.headers, body),
    )


def to_outcome(request: Request, outcome: httpx.Response | httpx.HTTPError) -> httpx.Response | APIConnectionError:
    """Return a response as it is, and our own error for an error of httpx, whose request holds the key."""
    if isinstance(outcome, httpx.Response):
        return outcome
    if isinstance(outcome, httpx.HTTPStatusError):  # raised by a hook of the caller's own client
        return outcome.response
    kind = APITimeoutError if isinstance(outcome, httpx.TimeoutException) else APIConnectionError
    reason = f"{type(outcome).__name__}: {_message_of(outcome)}".rstrip(": ")
    if isinstance(outcome, TooLarge):
        kind, reason = ResponseTooLargeError, str(outcome)
    if isinstance(outcome, httpx.DecodingError):
        reason = f"an answer came, but it cannot be unpacked ({reason})"
    error = kind(reason, method=request.method, path=request.path, attempts=request.attempts.count)
    may_have_acted = request.attempts.may_have_acted or not isinstance(outcome, UNSENT)
    error.outcome_unknown = request.method != "GET" and may_have_acted
    return error


def add_notes(request: Request, error: BaseException) -> None:
    """Set `outcome_unknown` and add notes on what the failed call may have done."""
    parts = request.path.split("/")
    if isinstance(error, APIStatusError) and request.method != "GET":
        error.outcome_unknown = request.attempts.may_have_acted or error.status >= 500 or error.status == 408
    if request.attempts.rule is CREATE and isinstance(error, WebsetsError) and error.outcome_unknown:
        error.add_note(_how_to_find(request.arguments.get("json")))
    if is_cancel(request.method, request.path):
        how = "was accepted, but its answer is unknown"
        if not isinstance(error, ResponseValidationError):
            how = "did not succeed"
        error.add_note(f"{unquote(parts[-2])} may still be running and burning credits: the cancel {how}.")
    if request.method == "DELETE" and isinstance(error, NotFoundError) and error.attempts > 1:
        error.add_note("An earlier attempt of this call got no answer and may have deleted it.")


def _message_of(error: BaseException | None) -> str:
    """Return the message of an error, or of its cause where it has none."""
    while error is not None and not str(error):
        error = error.__cause__ or error.__context__
    return str(error or "")


def _how_to_find(body: Mapping[str, Any] | None) -> str:
    """Say how to find out whether a create without an answer has worked."""
    external_id = (body or {}).get("externalId")
    where = f"get({external_id!r})" if external_id else "list()"
    return f"It may have been created all the same. Look with {where} before you create it again."
