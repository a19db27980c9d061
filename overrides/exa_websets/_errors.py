"""What goes wrong, as exceptions.

WebsetsError
├── ConfigurationError              a client cannot be made like this
├── APIConnectionError              no answer arrived, or only a part of one
│   └── APITimeoutError             it took too long
├── APIStatusError                  an answer with a status of 300 or more
│   ├── BadRequestError             400
│   ├── AuthenticationError         401, and a 400 that refuses the key
│   ├── PaymentRequiredError        402
│   ├── PermissionDeniedError       403
│   │   └── ConcurrencyLimitError   403 because too many Websets run
│   ├── NotFoundError               404
│   ├── ConflictError               409
│   ├── UnprocessableEntityError    422
│   ├── RateLimitError              429
│   └── InternalServerError         500 and above
├── ResponseValidationError         the call was accepted, its answer does not fit the document
├── WebsetTimeoutError              a Webset did not get there in time; also a TimeoutError
├── WebsetPausedError               a Webset is paused and would be waited for in vain
├── ImportFailedError               an import failed or was canceled
├── ImportTimeoutError              an import did not get there in time; also a TimeoutError
├── WebhookVerificationError        an event was not signed with the secret, or is no event
└── PagingError                     a list does not end

All of them can be pickled, and none of them holds the key. EnabledMonitorsWarning is a warning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._generated import models


class WebsetsError(Exception):
    """The base of all errors of this package."""

    outcome_unknown: bool = False
    """Whether the service may have done what was asked, although no answer says so."""

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions are rebuilt from `args` alone unless told otherwise; ours have keyword arguments too.
        return _restore, (type(self), self.args, self.__dict__)


def _restore(cls: type[WebsetsError], args: tuple[Any, ...], state: dict[str, Any]) -> WebsetsError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class ConfigurationError(WebsetsError):
    """A client cannot be made like this; the message says how to mend it."""


class APIConnectionError(WebsetsError):
    """No answer arrived, or only a part of one, after all attempts."""

    def __init__(self, message: str, *, method: str, path: str, attempts: int) -> None:
        super().__init__(message)
        self.message = message
        self.method = method
        self.path = path
        self.attempts = attempts

    def __str__(self) -> str:
        return f"{self.message} [{_call(self.method, self.path, self.attempts)}]"


class APITimeoutError(APIConnectionError):
    """The answer took too long."""


class APIStatusError(WebsetsError):
    """The service answered with a status of 300 or more.

    `body` is the parsed JSON body, None where there is none; `retry_after` are the seconds the service asks to wait.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        method: str,
        path: str,
        attempts: int,
        request_id: str | None = None,
        body: Any = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.method = method
        self.path = path
        self.attempts = attempts
        self.request_id = request_id
        self.body = body
        self.retry_after = retry_after

    def __str__(self) -> str:
        request_id = f", request id {self.request_id}" if self.request_id else ""
        return f"{self.status} {self.message} [{_call(self.method, self.path, self.attempts)}{request_id}]"


class BadRequestError(APIStatusError):
    """400: the service does not accept the arguments."""


class AuthenticationError(APIStatusError):
    """401, or a 400 that refuses the key: the key is missing or wrong."""


class PaymentRequiredError(APIStatusError):
    """402: the team has no credits left, or a budget is used up."""


class PermissionDeniedError(APIStatusError):
    """403: the key may not do this."""


class ConcurrencyLimitError(PermissionDeniedError):
    """403: as many Websets run as the team may have running."""


class NotFoundError(APIStatusError):
    """404: there is no such thing."""


class ConflictError(APIStatusError):
    """409: something of that name is there already."""


class UnprocessableEntityError(APIStatusError):
    """422: the service understands the arguments and can do nothing with them."""


class RateLimitError(APIStatusError):
    """429: too many requests; `retry_after` says for how long, where the service does."""


class InternalServerError(APIStatusError):
    """500 and above: the service, or something before it, failed."""


class ResponseValidationError(WebsetsError):
    """The service accepted the call, but its answer does not fit the document.

    `path` leads to the field, as in `searches[3].recall.expected`; it is empty where the body as a whole is wrong.
    `body` is the parsed body, or its text where it is not JSON: nothing of the answer is lost.
    """

    def __init__(self, message: str, *, path: str, body: Any, request_id: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.body = body
        self.request_id = request_id


class WebsetTimeoutError(WebsetsError, TimeoutError):
    """A Webset did not get there in time; `webset` is how it was last seen, None if it never was."""

    def __init__(self, message: str, *, webset: models.Webset | None) -> None:
        super().__init__(message)
        self.webset = webset


class WebsetPausedError(WebsetsError):
    """A Webset is paused, which only the service ends; `webset` is how it was seen."""

    def __init__(self, message: str, *, webset: models.Webset) -> None:
        super().__init__(message)
        self.webset = webset


class ImportFailedError(WebsetsError):
    """An import failed or was canceled; `import_` is how it was seen."""

    def __init__(self, message: str, *, import_: models.Import) -> None:
        super().__init__(message)
        self.import_ = import_


class ImportTimeoutError(WebsetsError, TimeoutError):
    """An import did not get there in time; `import_` is how it was last seen, None if it never was."""

    def __init__(self, message: str, *, import_: models.Import | None) -> None:
        super().__init__(message)
        self.import_ = import_


class WebhookVerificationError(WebsetsError):
    """An event was not signed with the secret, or not at that time, or is no event."""


class PagingError(WebsetsError):
    """A list does not end: the service gave the same cursor twice."""


def _call(method: str, path: str, attempts: int) -> str:
    tried = f", {attempts} attempts" if attempts > 1 else ""
    return f"{method} {path}{tried}"


# Tracebacks and pickles name the public place.
for _error in [*globals().values()]:
    if isinstance(_error, type) and issubclass(_error, WebsetsError):
        _error.__module__ = __name__.rpartition(".")[0]


class EnabledMonitorsWarning(UserWarning):
    """A canceled Webset has enabled monitors, which start it again."""
