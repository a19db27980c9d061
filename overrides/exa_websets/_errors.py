"""All exceptions of the package.

WebsetsError
├── ConfigurationError              the settings of a client cannot be used
├── APIConnectionError              there is no answer, or only a part of one
│   ├── APITimeoutError             the answer took too long
│   ├── ClientClosedError           the client was closed; also a RuntimeError
│   ├── ResponseMismatchError       every answer was about something else
│   └── ResponseTooLargeError       the answer is larger than the client accepts
├── APIStatusError                  an answer with a status of 300 or more
│   ├── BadRequestError             400
│   ├── AuthenticationError         401, and a 400 that rejects the key
│   │   └── PlanRequiredError       401 because the plan of the team does not include this
│   ├── PaymentRequiredError        402
│   ├── PermissionDeniedError       403
│   │   └── ConcurrencyLimitError   403 because too many Websets run
│   ├── NotFoundError               404
│   ├── ConflictError               409
│   ├── UnprocessableEntityError    422
│   ├── RateLimitError              429
│   └── InternalServerError         500 and above
├── ResponseValidationError         the call was accepted, but its answer does not fit the API document
├── WebsetTimeoutError              the timeout of a wait has passed; also a TimeoutError
├── WebsetPausedError               a Webset is paused, so waiting is futile
├── ImportFailedError               an import failed or was canceled
├── ImportTimeoutError              the timeout of an import has passed; also a TimeoutError
├── WebhookVerificationError        an event is not signed with the secret, or is not one; also a ValueError
└── PagingError                     a list does not end

All of them can be pickled, and rebuilt from their `args`. None of them holds the key. EnabledMonitorsWarning is a
warning.
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, cast

from ._lazy import LazyModule

if TYPE_CHECKING:
    from ._generated import models
else:
    models = LazyModule(".models", __package__)


P = ParamSpec("P")

_JSON = (str, int, float, list, dict, type(None))
_MODELS = {"webset": "Webset", "import_": "Import"}
"""The attributes of errors that hold a model."""


def _rebuildable(init: Callable[P, None]) -> Callable[P, None]:
    """Let an `__init__` also take the `args` of an error. Its signature stays."""

    @wraps(init)
    def init_or_rebuild(*arguments: P.args, **named: P.kwargs) -> None:
        given = cast("tuple[Any, ...]", arguments)
        if named or len(given) != 3 or type(given[2]) is not dict:
            init(*arguments, **named)
            return
        error, message, fields = cast("tuple[BaseException, object, dict[str, Any]]", given)
        error.args = (message,)
        for name, value in fields.items():
            is_model = name in _MODELS and value is not None
            attach(error, name, getattr(models, _MODELS[name]).from_dict(value) if is_model else value)

    return init_or_rebuild


class WebsetsError(Exception):
    """The base of all errors of this package."""

    outcome_unknown: bool = False
    """Whether the service may have acted on the call, although no answer says so."""

    @_rebuildable
    def __init__(self, *args: object) -> None:
        super().__init__(*args)

    if not TYPE_CHECKING:  # there it is the attribute of every exception

        @property
        def args(self) -> tuple[Any, ...]:
            """The message and, in a dictionary, the fields. Job queues with JSON results rebuild `cls(*error.args)`."""
            message, fields = super().args, {}
            for name, value in vars(self).items():
                with suppress(Exception):  # of a model that was changed
                    value = value.to_dict() if name in _MODELS and value is not None else value
                if isinstance(value, _JSON):
                    fields[name] = value
            return (*message, fields) if fields and len(message) == 1 else message

        @args.setter
        def args(self, value: Any) -> None:
            BaseException.args.__set__(self, value)

    def __reduce__(self) -> tuple[Any, ...]:
        # By default exceptions are rebuilt from `args` alone, which hold only what JSON can.
        return copyreg.__newobj__, (type(self),), {**vars(self), "args": super().args}  # type: ignore[attr-defined]


def may_have_acted(error: BaseException) -> bool:
    """Return True unless it is proven that the service did not act on the call that ended with this error.

    A transport marks every exception that leaves a call. One without a mark, such as a MemoryError or an exception of
    a user's callback outside of a call, proves nothing.
    """
    # An answer that cannot be read was an answer to a call that the service accepted.
    return isinstance(error, ResponseValidationError) or bool(getattr(error, "outcome_unknown", True))


def is_of_service(error: NotFoundError) -> bool:
    """Return True if a 404 has a body as the service writes it. A proxy answers with a page of its own, or nothing."""
    return isinstance(error.body, dict)


def mark(error: BaseException, *, outcome_unknown: bool) -> None:
    """Set `outcome_unknown` on an exception of any class. Never raises."""
    attach(error, "outcome_unknown", outcome_unknown)


def attach(error: BaseException, name: str, value: object) -> None:
    """Set an attribute of an exception of any class, frozen ones included. Never raises."""
    with suppress(Exception):
        BaseException.__setattr__(error, name, value)


def add_note(error: BaseException, text: str) -> None:
    """Add a note to an exception of any class. Never raises: that would hide the exception."""
    with suppress(Exception):
        if not hasattr(error, "__notes__"):
            attach(error, "__notes__", [])
        BaseException.add_note(error, text)


def notes_of(error: BaseException) -> list[str]:
    """Return the notes of an exception of any class. Never raises."""
    notes: object = None
    with suppress(Exception):
        notes = getattr(error, "__notes__", None)
    return [note for note in cast("list[object]", notes) if isinstance(note, str)] if isinstance(notes, list) else []


def message_of(error: BaseException) -> str:
    """Return the message of an exception of any class, or the name of its class. Never raises."""
    with suppress(Exception):
        if text := str(error):
            return text
    return type(error).__name__


class ConfigurationError(WebsetsError):
    """The settings of a client cannot be used. The message says what to change."""


class APIConnectionError(WebsetsError):
    """There is no answer, or only a part of one, after all attempts."""

    is_transient: bool = True
    """Whether the same call may succeed later."""

    @_rebuildable
    def __init__(self, message: str, *, method: str, path: str, attempts: int, host: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.method = method
        self.host = host
        self.path = path
        self.attempts = attempts

    def __str__(self) -> str:
        return f"{self.message} {described(self.method, self.path, self.attempts, self.host)}"


class APITimeoutError(APIConnectionError):
    """The answer took too long."""


class ClientClosedError(APIConnectionError, RuntimeError):
    """The client was closed, so it sends nothing."""

    is_transient = False


class ResponseMismatchError(APIConnectionError):
    """Every answer was about something other than what the call names. None of them was believed."""

    is_transient = False


class ResponseTooLargeError(APIConnectionError):
    """The answer is larger than the client's `max_response_size`. It was not read to its end."""

    is_transient = False


class APIStatusError(WebsetsError):
    """The service answered with a status of 300 or more.

    `body` is the parsed JSON body, or None without one. `retry_after` is the wait that the service asks for, in
    seconds.
    """

    @_rebuildable
    def __init__(
        self,
        message: str,
        *,
        status: int,
        method: str,
        path: str,
        attempts: int,
        host: str = "",
        request_id: str | None = None,
        body: Any = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.method = method
        self.host = host
        self.path = path
        self.attempts = attempts
        self.request_id = request_id
        self.body = body
        self.retry_after = retry_after

    def __str__(self) -> str:
        call = described(self.method, self.path, self.attempts, self.host, self.request_id)
        return f"{self.status} {self.message} {call}"


class BadRequestError(APIStatusError):
    """400: the service does not accept the arguments."""


class AuthenticationError(APIStatusError):
    """401, or a 400 that rejects the key: the key is missing or wrong."""


class PlanRequiredError(AuthenticationError):
    """401: the key is valid, but the plan of the team does not include this. Upgrade the plan in the dashboard."""


class PaymentRequiredError(APIStatusError):
    """402: the team has no credits left, or a budget is used up."""


class PermissionDeniedError(APIStatusError):
    """403: the key does not permit this."""


class ConcurrencyLimitError(PermissionDeniedError):
    """403: the team already runs as many Websets as it may."""


class NotFoundError(APIStatusError):
    """404: what the path names does not exist."""


class ConflictError(APIStatusError):
    """409: something with this name already exists."""


class UnprocessableEntityError(APIStatusError):
    """422: the service understands the arguments but cannot act on them."""


class RateLimitError(APIStatusError):
    """429: too many requests. `retry_after` says how long to wait, if the service does."""


class InternalServerError(APIStatusError):
    """500 and above: the service, or a proxy in front of it, has failed."""


class ResponseValidationError(WebsetsError):
    """The service accepted the call, but its answer does not fit the API document.

    `path` names the field, as in `searches[3].recall.expected`; it is empty if the body as a whole is wrong.
    `body` is the parsed body, or its text if that is not JSON, so that nothing of the answer is lost.
    """

    @_rebuildable
    def __init__(self, message: str, *, path: str, body: Any, request_id: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.body = body
        self.request_id = request_id


class WebsetTimeoutError(WebsetsError, TimeoutError):
    """The timeout of a wait has passed. `webset` is the Webset as it was last seen, or None if it never was."""

    @_rebuildable
    def __init__(self, message: str, *, webset: models.Webset | None) -> None:
        super().__init__(message)
        self.webset = webset


class WebsetPausedError(WebsetsError):
    """A Webset is paused, and only the service ends that. `webset` is the Webset as it was seen."""

    @_rebuildable
    def __init__(self, message: str, *, webset: models.Webset) -> None:
        super().__init__(message)
        self.webset = webset


class ImportFailedError(WebsetsError):
    """An import failed or was canceled. `import_` is the import as it was seen."""

    @_rebuildable
    def __init__(self, message: str, *, import_: models.Import) -> None:
        super().__init__(message)
        self.import_ = import_


class ImportTimeoutError(WebsetsError, TimeoutError):
    """The timeout of an import has passed. `import_` is the import as it was last seen, or None if it never was."""

    @_rebuildable
    def __init__(self, message: str, *, import_: models.Import | None) -> None:
        super().__init__(message)
        self.import_ = import_


class WebhookVerificationError(WebsetsError, ValueError):
    """An event is not signed with the secret, was signed at another time, or is not an event."""


class PagingError(WebsetsError):
    """A list does not end: the service has returned the same cursor twice, or 1,000 empty pages in a row."""


def described(method: str, path: str, attempts: int, host: str, request_id: str | None = None) -> str:
    """Return the end of an error's message: which call it is about."""
    at = f" at {host}" if host else ""
    tried = f", {attempts} attempts" if attempts > 1 else ""
    support = f", request id {request_id}" if request_id else ""
    return f"[{method} {path}{at}{tried}{support}]"


# Tracebacks and pickles name the public module.
for _error in [*globals().values()]:
    if isinstance(_error, type) and issubclass(_error, WebsetsError):
        _error.__module__ = __name__.rpartition(".")[0]


class EnabledMonitorsWarning(UserWarning):
    """A canceled Webset has enabled monitors, which are going to start it again."""
