"""Build the request of a call from its arguments, and validate its ids and options."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypedDict
from urllib.parse import quote, unquote

import httpx
from attrs import define

from .._clock import Clock
from .._generated import api
from .config import DEFAULT_TIMEOUT, Config, checked_retries, checked_timeout, merge_headers
from .redaction import Redactor
from .retries import Attempts, rule_for

if TYPE_CHECKING:
    from .._drift.report import OnDrift

_OPTIONS = api.RequestOptions.__annotations__.keys()
# A path in which nothing is quoted, and no segment is empty or starts with a dot.
_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+")
# httpx accepts URLs of 65,536 characters.
MAX_PATH = 60_000
_CONTROL = r"[\x00-\x1f\x7f-\x9f]"


class CallFacts(TypedDict):
    """The facts about a call that every error contains."""

    method: str
    host: str
    path: str
    attempts: int


@define(eq=False, repr=False)
class Request:
    """One request, ready to be sent."""

    method: str
    path: str
    host: str
    attempts: Attempts
    arguments: dict[str, Any]
    redact: Redactor
    foreign: httpx.Request | None = None
    """A request to another host, which is sent unchanged and without the key."""
    on_drift: OnDrift | None = None
    cause: Exception | None = None
    """The exception of the last attempt, if it comes from the connection layer."""
    _decoded: tuple[httpx.Response, Any] | None = None

    @property
    def facts(self) -> CallFacts:
        """The facts about the call that every error contains."""
        return {"method": self.method, "host": self.host, "path": self.path, "attempts": self.attempts.count}

    @property
    def may_have_acted(self) -> bool:
        """Whether the service may have acted on the call so far."""
        return self.attempts.may_have_acted and self.method != "GET"

    @property
    def external_id(self) -> str | None:
        """The externalId in the body, which names the object that the call creates or updates."""
        body: dict[str, Any] = self.arguments.get("json") or {}
        external_id = body.get("externalId")
        return external_id if isinstance(external_id, str) else None

    def body_of(self, response: httpx.Response, decode: Callable[[bytes], Any]) -> Any:
        """Return the decoded body of a response. It is decoded only once."""
        if self._decoded is None or self._decoded[0] is not response:
            self._decoded = response, decode(response.content)
        return self._decoded[1]


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
    """Build the request of a call from its generated parts and the caller's options.

    Raises:
        ValueError: an id in the path could lead to another path.
        TypeError: an option does not exist, for example because its name is misspelled.
        ConfigurationError: the value of an option is not valid.
    """
    method, path = str(parts["method"]).upper(), str(parts["url"])
    check_path(path)
    if options and (unknown := options.keys() - _OPTIONS):
        raise TypeError(f"{', '.join(sorted(unknown))}: no such argument; nothing was sent")
    rule = rule_for(method, path, creates=creates)
    attempts = Attempts(rule, max_retries_for(options, config), clock, deadline)
    arguments: dict[str, Any] = {
        "headers": merge_headers(config.headers, parts.get("headers"), options.get("extra_headers"))
    }
    for name, extra in (("params", options.get("extra_query")), ("json", options.get("extra_body"))):
        given = parts.get(name)
        if given or extra or (name == "json" and given is not None):
            arguments[name] = {**(given or {}), **(extra or {})}

    timeout = timeout_for(options, config, rule.read_timeout if http_is_ours else None)
    if timeout is not None:
        arguments["timeout"] = timeout
    request = Request(method, path, config.host, attempts, arguments, config.redact, on_drift=config.on_drift)
    if request.external_id is not None:  # later calls use it in a path
        check_id(request.external_id)
    return request


def check_id(id: str) -> None:
    """Raise the error that a call with this id would raise, before anything is sent."""
    check_path(f"/{quote(api.as_id(id), safe='')}")


def check_path(path: str) -> None:
    """Reject ids that are empty, `.`, `..` or contain a control character: httpx would send them to another path."""
    if len(path) > MAX_PATH:
        raise api.refused(ValueError(f"{path[:50]!r}... is too long for a path; nothing was sent"))
    if _PLAIN_PATH.fullmatch(path):
        return
    if not path.startswith("/"):
        raise api.refused(ValueError(f"{path!r} is not a path; nothing was sent"))
    for segment in path.split("/")[1:]:
        text = unquote(segment)
        if text in ("", ".", "..") or re.search(_CONTROL, text):
            raise api.refused(ValueError(f"{text!r} cannot be an id; nothing was sent"))


def options_without_body(options: api.RequestOptions) -> api.RequestOptions:
    """Return the options that also apply to another call: all except those that change the query or the body."""
    kept = options.copy()
    kept.pop("extra_query", None)
    kept.pop("extra_body", None)
    return kept


def max_retries_for(options: api.RequestOptions, config: Config) -> int:
    """Return the number of retries set for the call or the client. A retry rule may replace it."""
    max_retries = options.get("max_retries")
    return config.max_retries if max_retries is None else checked_retries(max_retries)


def timeout_for(options: api.RequestOptions, config: Config, read: float | None) -> httpx.Timeout | None:
    """Return the timeout of a call, or None to use the timeout of the httpx client.

    Args:
        options: The options of the call.
        config: The settings of the client.
        read: The read timeout of the call's retry rule in seconds. It applies if neither the call nor the client sets
            a timeout.
    """
    option = options.get("timeout")
    if option is not None:
        return checked_timeout(option)
    if config.timeout is not None or read is None:
        return config.timeout
    return _default_with_read(read)


@functools.cache
def _default_with_read(seconds: float) -> httpx.Timeout:
    return httpx.Timeout(**{**DEFAULT_TIMEOUT.as_dict(), "read": seconds})
