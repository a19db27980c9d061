"""From a call to a request and from a response to a result: all that sync and async decide alike."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, unquote

import httpx
from attrs import define, field

from .._clock import Clock
from .._errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    NotFoundError,
    ResponseValidationError,
    WebsetsError,
)
from .._generated import api, errors
from .config import DEFAULT_TIMEOUT, Config, checked_retries, checked_timeout, merged_headers
from .json_body import decode
from .retries import CREATE, UNSENT, Attempts, is_cancel, retry_after, rule_for
from .status_errors import printable, request_id, status_error

if TYPE_CHECKING:
    from .._drift.report import OnDrift

T = TypeVar("T")

_OPTIONS = api.RequestOptions.__annotations__.keys()
# Nothing in such a path is quoted, and no segment is empty or starts with a dot.
_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@define
class Request:
    """One request, ready to be sent."""

    method: str
    path: str
    attempts: Attempts
    arguments: dict[str, Any] = field(repr=False)
    foreign: httpx.Request | None = field(default=None, repr=False)
    """What is sent instead, as it is and without the key: a request to another host. """
    on_drift: OnDrift | None = None


def build_request(
    parts: Mapping[str, Any],
    options: api.RequestOptions,
    *,
    creates: bool,
    config: Config,
    clock: Clock,
    deadline: float | None,
    http_is_ours: bool,
) -> Request:
    """Put together what is sent.

    Raises:
        ValueError: an id in the path could lead to another path.
        TypeError: an option is none, such as a misspelt parameter.
        ConfigurationError: an option of the call cannot be used.
    """
    method, path = str(parts["method"]).upper(), str(parts["url"])
    check_path(path)
    if options and (unknown := options.keys() - _OPTIONS):
        raise TypeError(f"{', '.join(sorted(unknown))}: no such argument; nothing was sent")
    rule = rule_for(method, path, creates=creates)
    attempts = Attempts(rule, retries_of(options, config), clock, deadline)
    arguments: dict[str, Any] = {
        "headers": merged_headers(config.headers, parts.get("headers"), options.get("extra_headers"))
    }
    for name, extra in (("params", options.get("extra_query")), ("json", options.get("extra_body"))):
        given = parts.get(name)
        if given or extra or (name == "json" and given is not None):
            arguments[name] = {**(given or {}), **(extra or {})}

    timeout = timeout_of(options, config, rule.read_timeout if http_is_ours else None)
    if timeout is not None:
        arguments["timeout"] = timeout
    return Request(method, path, attempts, arguments, on_drift=config.on_drift)


def check_id(id: str) -> None:
    """Refuse what a call would refuse as an id, before there is a call."""
    check_path(f"/{quote(id, safe='')}")


def check_path(path: str) -> None:
    """Refuse ids that are empty, `.`, `..` or hold a control character: httpx would send them to another path."""
    if _PLAIN_PATH.fullmatch(path):
        return
    if not path.startswith("/"):
        raise ValueError(f"{path!r} is no path; nothing was sent")
    for segment in path.split("/")[1:]:
        text = unquote(segment)
        if text in ("", ".", "..") or _CONTROL.search(text):
            raise ValueError(f"{text!r} cannot be an id; nothing was sent")


def read_response(call: api.Call[T], request: Request, response: httpx.Response) -> T:
    """Give the parsed answer.

    Raises:
        APIStatusError: the status is 300 or more.
        ResponseValidationError: the body is not what the document promises.
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
        except Exception as error:  # an installation that was changed under a running process
            path, reason = "", f"it could not be read ({type(error).__name__}: {error})"
        else:
            if request.on_drift is not None:
                from .._drift.report import report_drift

                report_drift(result, request.on_drift)
            return result
    made = printable(f" (id {body['id']})", 100) if isinstance(body, dict) and "id" in body else ""
    raise ResponseValidationError(
        f"The service accepted {call.operation}{made} with status {response.status_code}, "
        f"but its answer does not fit the document: {reason}. The whole answer is in `.body`.",
        path=path,
        body=body,
        request_id=request_id(response.headers, body),
    )


def outcome_of(request: Request, error: httpx.Response | httpx.HTTPError) -> httpx.Response | APIConnectionError:
    """Give a response, or our error for one of httpx, whose request holds the key and is left behind."""
    if isinstance(error, httpx.Response):
        return error
    if isinstance(error, httpx.HTTPStatusError):  # a hook of the caller's own client raises it
        return error.response
    kind = APITimeoutError if isinstance(error, httpx.TimeoutException) else APIConnectionError
    reason = f"{type(error).__name__}: {_words_of(error)}".rstrip(": ")
    if isinstance(error, httpx.DecodingError):
        reason = f"an answer came, but it cannot be unpacked ({reason})"
    outcome = kind(reason, method=request.method, path=request.path, attempts=request.attempts.count)
    is_unknown = request.attempts.may_have_acted or not isinstance(error, UNSENT)
    outcome.outcome_unknown = request.method != "GET" and is_unknown
    return outcome


def explain(request: Request, error: BaseException) -> None:
    """Add to an error what its own words cannot say."""
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


def _words_of(error: BaseException | None) -> str:
    """Give the words of an error, or of what it came from where it has none."""
    while error is not None and not str(error):
        error = error.__cause__ or error.__context__
    return str(error or "")


def _how_to_find(body: Mapping[str, Any] | None) -> str:
    """Say how to learn whether a create has worked whose answer was lost."""
    external_id = (body or {}).get("externalId")
    where = f"get({external_id!r})" if external_id else "list()"
    return f"It may have been created all the same. Look with {where} before you create it again."


def without_body(options: api.RequestOptions) -> api.RequestOptions:
    """Give the options of a call for another one, without those that change what is asked."""
    kept = options.copy()
    kept.pop("extra_query", None)
    kept.pop("extra_body", None)
    return kept


def retries_of(options: api.RequestOptions, config: Config) -> int:
    """Give the number of retries of a call, of which a rule may make another one."""
    max_retries = options.get("max_retries")
    return config.max_retries if max_retries is None else checked_retries(max_retries)


def timeout_of(options: api.RequestOptions, config: Config, read: float | None) -> httpx.Timeout | None:
    """Give the timeout to send, None for that of the httpx client."""
    option = options.get("timeout")
    if option is not None:
        return checked_timeout(option)
    if config.timeout is not None or read is None:
        return config.timeout
    return _reading_for(read)


@functools.cache
def _reading_for(seconds: float) -> httpx.Timeout:
    return httpx.Timeout(**{**DEFAULT_TIMEOUT.as_dict(), "read": seconds})
