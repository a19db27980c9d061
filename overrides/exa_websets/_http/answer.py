"""Turn a response into a result, or a failed call into one of our errors."""

from __future__ import annotations

from typing import TypeVar
from urllib.parse import unquote

import httpx

from .._error_notes import add_note, mark, message_of
from .._errors import (
    APIConnectionError,
    APITimeoutError,
    NotFoundError,
    ResponseTooLargeError,
    ResponseValidationError,
    WebsetsError,
    described,
    is_of_service,
)
from .._generated import api, errors
from .identity import give_up_connection
from .json_body import decode
from .request import Request
from .response_size import TooLarge
from .retries import CREATE, is_cancel, retry_after
from .status_errors import printable, request_id, status_error

T = TypeVar("T")

# The paths that do not validate if a response belongs to another call: the whole body, its id, or its list.
_MISPLACED = ("", "id", "data")


def read_response(call: api.Call[T], request: Request, response: httpx.Response) -> T:
    """Return the parsed response.

    Raises:
        APIStatusError: the status is 300 or more.
        ResponseValidationError: the body does not fit the API document.
    """
    if response.status_code >= 300:
        raise status_error(
            response.status_code,
            response.headers,
            response.content,
            facts=request.facts,
            retry_after=retry_after(response),
            redact=request.redact,
        ) from request.cause
    try:
        body = request.body_of(response, decode)
    except ValueError as error:
        path, reason, body = "", f"it is not JSON ({error})", response.content.decode("utf-8", "replace")
    else:
        try:
            result = call.parse(body)
        except errors.DocumentError as error:
            path, reason = error.path, str(error)
        except Exception as error:  # the installation was changed while the process was running
            path, reason = "", f"it could not be read ({type(error).__name__}: {error})"
        else:
            if request.on_drift is not None:
                from .._drift.report import report_drift

                report_drift(result, request.on_drift, request.redact)
            return result
    if response.content and path in _MISPLACED:
        give_up_connection(response)
    body = request.redact.body(body)
    id = request_id(response.headers, body, request.redact)
    created = printable(f" (id {body['id']})", 100) if isinstance(body, dict) and "id" in body else ""
    raise ResponseValidationError(
        f"The service accepted {call.operation}{created} with status {response.status_code}, "
        f"but its response does not fit the API document: {request.redact.message(reason)}. "
        f"The whole response is in `.body`. {described(**request.facts, request_id=id)}",
        path=request.redact(path),
        body=body,
        request_id=id,
    )


def to_outcome(
    request: Request, outcome: httpx.Response | httpx.HTTPError | APIConnectionError
) -> httpx.Response | APIConnectionError:
    """Replace an httpx error, whose request holds the key, by one of ours. Return any other outcome unchanged."""
    if not isinstance(outcome, httpx.HTTPError):
        return outcome
    kind = APITimeoutError if isinstance(outcome, httpx.TimeoutException) else APIConnectionError
    reason = request.redact.connection_error(_reason(outcome))
    if isinstance(outcome, TooLarge):
        kind, reason = ResponseTooLargeError, str(outcome)
    if isinstance(outcome, httpx.DecodingError):
        reason = f"the response cannot be decompressed ({reason})"
    error = kind(reason, **request.facts)
    error.outcome_unknown = request.may_have_acted
    return error


def add_notes(request: Request, error: BaseException) -> None:
    """Set `outcome_unknown` and add notes on what the failed call may have done."""
    if not isinstance(error, ResponseValidationError):  # which means that the service accepted the call
        mark(error, outcome_unknown=request.may_have_acted)
        if request.attempts.rule is CREATE and request.may_have_acted:
            add_note(error, _how_to_find(request))
    if is_cancel(request.method, request.path):
        add_note(error, _fate_of_cancel(unquote(request.path.split("/")[-2]), error))
    if request.method == "DELETE" and isinstance(error, NotFoundError) and request.may_have_acted:
        add_note(error, "An earlier attempt of this call got no response and may have deleted it.")


def _reason(error: httpx.HTTPError) -> str:
    """Return the class and the message of an error. If the message is empty, use the one of its cause."""
    kind, seen = type(error).__name__, set[int]()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        message = message_of(one)
        if message != type(one).__name__:
            return f"{kind}: {message}"
        seen.add(id(one))
        one = one.__context__ if one.__cause__ is None else one.__cause__
    return kind


def _fate_of_cancel(id: str, error: BaseException) -> str:
    if isinstance(error, NotFoundError) and is_of_service(error):
        return f"There is no {id!r}, so this cancel has stopped nothing."
    how = "did not succeed" if isinstance(error, WebsetsError) else "may not have succeeded"
    if isinstance(error, ResponseValidationError):
        how = "was accepted, but its response cannot be read"
    return f"{id} may still be running and burning credits: the cancel {how}."


def _how_to_find(request: Request) -> str:
    """Return a note on how to find out whether a create that got no response succeeded."""
    _, *below = request.path.split("/")[2:]
    if below:
        where = f"websets.get({unquote(below[0])!r})"
    elif request.external_id:
        where = f"get({request.external_id!r})"
    else:
        where = "list()"
    return f"It may have been created all the same. Look with {where} before you create it again."
