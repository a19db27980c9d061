"""A typed Python client for the Exa Websets API that cancels a running Webset reliably and at once."""

import importlib
from typing import TYPE_CHECKING

from ._version import __version__ as __version__

if TYPE_CHECKING:
    from . import webhooks
    from ._archive.results import Archive, ArchiveProgress
    from ._archive.verification import ArchiveVerification, verify_archive
    from ._async.client import AsyncWebsetsClient
    from ._async.run import AsyncRun
    from ._drift.detection import Drift, find_drift
    from ._drift.report import DriftReport, log_drift
    from ._errors import (
        APIConnectionError,
        APIStatusError,
        APITimeoutError,
        AuthenticationError,
        BadRequestError,
        ClientClosedError,
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
        PlanRequiredError,
        RateLimitError,
        ResponseMismatchError,
        ResponseTooLargeError,
        ResponseValidationError,
        UnprocessableEntityError,
        WebhookVerificationError,
        WebsetPausedError,
        WebsetsError,
        WebsetTimeoutError,
    )
    from ._sync.client import WebsetsClient
    from ._sync.run import Run
    from ._websets.active import ActiveWebset
    from ._websets.cancel_batch import CancelOutcome
    from ._websets.run_handle import RunHandle
    from ._websets.snapshots import Snapshot
    from ._websets.status import is_finished
    from ._websets.stop_rules import Look, Stop, StopRule, deadline, found, stalled

__all__ = [
    "APIConnectionError",
    "APIStatusError",
    "APITimeoutError",
    "ActiveWebset",
    "Archive",
    "ArchiveProgress",
    "ArchiveVerification",
    "AsyncRun",
    "AsyncWebsetsClient",
    "AuthenticationError",
    "BadRequestError",
    "CancelOutcome",
    "ClientClosedError",
    "ConcurrencyLimitError",
    "ConfigurationError",
    "ConflictError",
    "Drift",
    "DriftReport",
    "EnabledMonitorsWarning",
    "ImportFailedError",
    "ImportTimeoutError",
    "InternalServerError",
    "Look",
    "NotFoundError",
    "PagingError",
    "PaymentRequiredError",
    "PermissionDeniedError",
    "PlanRequiredError",
    "RateLimitError",
    "ResponseMismatchError",
    "ResponseTooLargeError",
    "ResponseValidationError",
    "Run",
    "RunHandle",
    "Snapshot",
    "Stop",
    "StopRule",
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
    "verify_archive",
    "webhooks",
]

# Importing this package loads only this file. httpx, attrs and the models are loaded when a name is first used.
_HOME = {
    "ActiveWebset": "_websets.active",
    "Archive": "_archive.results",
    "ArchiveProgress": "_archive.results",
    "ArchiveVerification": "_archive.verification",
    "AsyncRun": "_async.run",
    "AsyncWebsetsClient": "_async.client",
    "CancelOutcome": "_websets.cancel_batch",
    "Drift": "_drift.detection",
    "DriftReport": "_drift.report",
    "Look": "_websets.stop_rules",
    "Run": "_sync.run",
    "RunHandle": "_websets.run_handle",
    "Snapshot": "_websets.snapshots",
    "Stop": "_websets.stop_rules",
    "StopRule": "_websets.stop_rules",
    "WebsetsClient": "_sync.client",
    "deadline": "_websets.stop_rules",
    "find_drift": "_drift.detection",
    "found": "_websets.stop_rules",
    "is_finished": "_websets.status",
    "log_drift": "_drift.report",
    "stalled": "_websets.stop_rules",
    "verify_archive": "_archive.verification",
}


if not TYPE_CHECKING:  # otherwise type checkers would accept any misspelled name

    def __getattr__(name: str) -> object:
        if name == "_unpickle":
            return importlib.import_module("._websets.pickles", __name__).unpickle
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        if name == "webhooks":
            return importlib.import_module(".webhooks", __name__)
        value: object = getattr(importlib.import_module(f".{_HOME.get(name, '_errors')}", __name__), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
