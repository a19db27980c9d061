"""A typed client for the Exa Websets API that cancels a running Webset, surely and at once."""

import importlib
from typing import TYPE_CHECKING

from ._version import __version__ as __version__

if TYPE_CHECKING:
    from . import webhooks
    from ._active import ActiveWebset
    from ._async.client import AsyncWebsetsClient
    from ._async.run import AsyncRun
    from ._batch import CancelOutcome
    from ._drift import Drift, find_drift
    from ._drift_reports import DriftReport, log_drift
    from ._errors import (
        APIConnectionError,
        APIStatusError,
        APITimeoutError,
        AuthenticationError,
        BadRequestError,
        ConcurrencyLimitError,
        ConfigurationError,
        ConflictError,
        EnabledMonitorsWarning,
        ImportFailedError,
        ImportTimeoutError,
        InternalServerError,
        NotFoundError,
        PagingError,
        PaymentRequiredError,
        PermissionDeniedError,
        RateLimitError,
        ResponseValidationError,
        UnprocessableEntityError,
        WebhookVerificationError,
        WebsetPausedError,
        WebsetsError,
        WebsetTimeoutError,
    )
    from ._polling import is_finished
    from ._runs import RunHandle
    from ._stop_rules import deadline, found, stalled
    from ._sync.client import WebsetsClient
    from ._sync.run import Run
    from ._take_out_manifest import TakeOutVerification, verify_take_out
    from ._take_out_results import TakeOut, TakeOutProgress

__all__ = [
    "APIConnectionError",
    "APIStatusError",
    "APITimeoutError",
    "ActiveWebset",
    "AsyncRun",
    "AsyncWebsetsClient",
    "AuthenticationError",
    "BadRequestError",
    "CancelOutcome",
    "ConcurrencyLimitError",
    "ConfigurationError",
    "ConflictError",
    "Drift",
    "DriftReport",
    "EnabledMonitorsWarning",
    "ImportFailedError",
    "ImportTimeoutError",
    "InternalServerError",
    "NotFoundError",
    "PagingError",
    "PaymentRequiredError",
    "PermissionDeniedError",
    "RateLimitError",
    "ResponseValidationError",
    "Run",
    "RunHandle",
    "TakeOut",
    "TakeOutProgress",
    "TakeOutVerification",
    "UnprocessableEntityError",
    "WebhookVerificationError",
    "WebsetPausedError",
    "WebsetTimeoutError",
    "WebsetsClient",
    "WebsetsError",
    "deadline",
    "find_drift",
    "found",
    "is_finished",
    "log_drift",
    "stalled",
    "verify_take_out",
    "webhooks",
]

# Importing this package loads nothing but this file: httpx, attrs and the models come with the first name used.
_HOME = {
    "ActiveWebset": "_active",
    "AsyncRun": "_async.run",
    "AsyncWebsetsClient": "_async.client",
    "CancelOutcome": "_batch",
    "Drift": "_drift",
    "DriftReport": "_drift_reports",
    "Run": "_sync.run",
    "RunHandle": "_runs",
    "TakeOut": "_take_out_results",
    "TakeOutProgress": "_take_out_results",
    "TakeOutVerification": "_take_out_manifest",
    "WebsetsClient": "_sync.client",
    "deadline": "_stop_rules",
    "find_drift": "_drift",
    "found": "_stop_rules",
    "is_finished": "_polling",
    "log_drift": "_drift_reports",
    "stalled": "_stop_rules",
    "verify_take_out": "_take_out_manifest",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "webhooks":
        return importlib.import_module(".webhooks", __name__)
    value: object = getattr(importlib.import_module(f".{_HOME.get(name, '_errors')}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
