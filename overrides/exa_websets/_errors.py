"""All exceptions of the package.

WebsetsError
├── ConfigurationError              a setting of the client is missing or not valid
├── APIConnectionError              no response, or only a part of one
│   ├── APITimeoutError             the response took too long
│   ├── ClientClosedError           the client was closed; also a RuntimeError
│   ├── ResponseMismatchError       every response was about another object
│   └── ResponseTooLargeError       the response is larger than the client accepts
├── APIStatusError                  a response with a status of 300 or more
│   ├── BadRequestError             400
│   ├── AuthenticationError         401, and a 400 that rejects the key
│   │   └── PlanRequiredError       401 because the plan of the team does not include this
│   ├── PaymentRequiredError        402
│   ├── PermissionDeniedError       403
│   │   └── ConcurrencyLimitError   403 because too many Websets are running
│   ├── NotFoundError               404
│   ├── ConflictError               409
│   ├── UnprocessableEntityError    422
│   ├── RateLimitError              429
│   └── InternalServerError         500 and above
├── ResponseValidationError         the call was accepted, but its response does not fit the API document
├── WebsetTimeoutError              the timeout of a wait expired; also a TimeoutError
├── WebsetPausedError               the Webset is paused, and only the service can resume it
├── ImportFailedError               the import failed or was canceled
├── ImportTimeoutError              the timeout of a wait for an import expired; also a TimeoutError
├── WebhookVerificationError        the signature or the body of an event is not valid; also a ValueError
└── PagingError                     a list does not end

All errors can be pickled, and rebuilt from their `args`. None of them contains the key. EnabledMonitorsWarning is a
warning.
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, cast

from ._error_notes import attach
from ._lazy import LazyModule

if TYPE_CHECKING:
    from ._generated import models
else:
    models = LazyModule(".models", __package__)


P = ParamSpec("P")

_JSON = (str, int, float, list, dict, type(None))
_MODELS = {"webset": "Webset", "import_": "Import"}
"""The attributes of errors that hold a model, with the name of its class."""


def _rebuildable(init: Callable[P, None]) -> Callable[P, None]:
    """Make an `__init__` also accept the `args` of an error, without changing its signature."""

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
    """The base class of all errors of this package."""

    outcome_unknown: bool = False
    """Whether the service may have acted on the call although no response confirms it."""

    @_rebuildable
    def __init__(self, *args: object) -> None:
        super().__init__(*args)

    if not TYPE_CHECKING:  # type checkers use the attribute of BaseException

        @property
        def args(self) -> tuple[Any, ...]:
            """The message, and a dictionary of the fields. Job queues with JSON results rebuild `cls(*error.args)`."""
            message, fields = super().args, {}
            for name, value in vars(self).items():
                with suppress(Exception):  # the caller may have changed the model
                    value = value.to_dict() if name in _MODELS and value is not None else value
                if isinstance(value, _JSON):
                    fields[name] = value
            return (*message, fields) if fields and len(message) == 1 else message

        @args.setter
        def args(self, value: Any) -> None:
            BaseException.args.__set__(self, value)

    def __reduce__(self) -> tuple[Any, ...]:
        # By default, exceptions are rebuilt only from `args`, which contain only JSON values.
        return copyreg.__newobj__, (type(self),), {**vars(self), "args": super().args}  # type: ignore[attr-defined]


def may_have_acted(error: BaseException) -> bool:
    """Return True unless it is certain that the service did not act on the call that raised this error.

    A transport marks every exception that leaves a call. An exception without a mark, such as a MemoryError or an
    exception from a callback outside of a call, proves nothing.
    """
    # The service accepted a call whose response cannot be read.
    return isinstance(error, ResponseValidationError) or bool(getattr(error, "outcome_unknown", True))


def is_of_service(error: NotFoundError) -> bool:
    """Return True if a 404 comes from the service, which sends a JSON object, and not from a proxy."""
    return isinstance(error.body, dict)


class ConfigurationError(WebsetsError):
    """A setting of the client is missing or not valid. The message says what to change."""


class APIConnectionError(WebsetsError):
    """All attempts ended without a response, or with only a part of one."""

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
    """The response took too long."""


class ClientClosedError(APIConnectionError, RuntimeError):
    """The client was closed, so it sends nothing."""

    is_transient = False


class ResponseMismatchError(APIConnectionError):
    """Every response was about another object than the one that the call names, and was rejected."""

    is_transient = False


class ResponseTooLargeError(APIConnectionError):
    """The response is larger than the client's `max_response_size`. It was not read completely."""

    is_transient = False


class APIStatusError(WebsetsError):
    """The service responded with a status of 300 or more.

    `body` is the parsed JSON body, or None if the response has none. `retry_after` is the Retry-After of the response
    in seconds, or None.
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
    """400: the service rejected the arguments."""


class AuthenticationError(APIStatusError):
    """401, or a 400 that rejects the key: the key is missing or wrong."""


class PlanRequiredError(AuthenticationError):
    """401: the key is valid, but the plan of the team does not include this. Upgrade the plan in the dashboard."""


class PaymentRequiredError(APIStatusError):
    """402: the team has no credits left, or a budget is used up."""


class PermissionDeniedError(APIStatusError):
    """403: the key does not permit this."""


class ConcurrencyLimitError(PermissionDeniedError):
    """403: the team has reached its limit of running Websets."""


class NotFoundError(APIStatusError):
    """404: the object that the path names does not exist."""


class ConflictError(APIStatusError):
    """409: an object with this name already exists."""


class UnprocessableEntityError(APIStatusError):
    """422: the service understood the arguments but cannot process them."""


class RateLimitError(APIStatusError):
    """429: too many requests. `retry_after` is the time to wait in seconds, or None if the service did not send it."""


class InternalServerError(APIStatusError):
    """500 and above: the service, or a proxy in front of it, failed."""


class ResponseValidationError(WebsetsError):
    """The service accepted the call, but its response does not fit the API document.

    `path` is the path of the invalid field, such as `searches[3].recall.expected`, or empty if the body as a whole is
    invalid. `body` is the parsed body, or its text if it is not JSON.
    """

    @_rebuildable
    def __init__(self, message: str, *, path: str, body: Any, request_id: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.body = body
        self.request_id = request_id


class WebsetTimeoutError(WebsetsError, TimeoutError):
    """The timeout of a wait expired. `webset` is the Webset as it was last seen, or None if it was never seen."""

    @_rebuildable
    def __init__(self, message: str, *, webset: models.Webset | None) -> None:
        super().__init__(message)
        self.webset = webset


class WebsetPausedError(WebsetsError):
    """The Webset is paused, and only the service can resume it. `webset` is the Webset as it was last seen."""

    @_rebuildable
    def __init__(self, message: str, *, webset: models.Webset) -> None:
        super().__init__(message)
        self.webset = webset


class ImportFailedError(WebsetsError):
    """The import failed or was canceled. `import_` is the import as it was last seen."""

    @_rebuildable
    def __init__(self, message: str, *, import_: models.Import) -> None:
        super().__init__(message)
        self.import_ = import_


class ImportTimeoutError(WebsetsError, TimeoutError):
    """The timeout of a wait for an import expired. `import_` is the import as it was last seen, or None."""

    @_rebuildable
    def __init__(self, message: str, *, import_: models.Import | None) -> None:
        super().__init__(message)
        self.import_ = import_


class WebhookVerificationError(WebsetsError, ValueError):
    """An event is not signed with the secret, its signature is too old, or its body is not an event."""


class PagingError(WebsetsError):
    """A list does not end: the service returned the same cursor twice, or 1,000 empty pages in a row."""


def described(method: str, path: str, attempts: int, host: str, request_id: str | None = None) -> str:
    """Return the last part of an error message, which describes the call."""
    at = f" at {host}" if host else ""
    tried = f", {attempts} attempts" if attempts > 1 else ""
    support = f", request id {request_id}" if request_id else ""
    return f"[{method} {path}{at}{tried}{support}]"


# Tracebacks and pickles name the public module.
for _error in [*globals().values()]:
    if isinstance(_error, type) and issubclass(_error, WebsetsError):
        _error.__module__ = __name__.rpartition(".")[0]


class EnabledMonitorsWarning(UserWarning):
    """A canceled Webset has enabled monitors, which will start it again."""
