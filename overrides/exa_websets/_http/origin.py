"""Find out if an exception comes from the connection layer, or from the caller's code that ran during a call."""

from __future__ import annotations

import sys
from types import TracebackType

_PACKAGE = __name__.rpartition(".")[0].rpartition(".")[0]  # a different one where the package is vendored
_LIBRARIES = sys.stdlib_module_names | frozenset(
    (
        "anyio",
        "certifi",
        "h11",
        "httpcore",
        "httpx",
        "idna",
        "outcome",
        "sniffio",
        "socksio",
        "trio",
        "uvloop",
    )
)


def find_callers_exception(error: BaseException) -> BaseException | None:
    """Return the exception that the caller's code raised during a call: this exception or one of its causes.

    It may come from a signal handler, such as the time limit of a job queue, or from instrumentation. The connection
    layer may have wrapped it in an exception of its own.
    """
    one: BaseException | None = error
    seen: set[int] = set()
    while one is not None and id(one) not in seen:
        if is_callers(one):
            return one
        seen.add(id(one))
        one = one.__cause__
    return None


def is_callers(error: BaseException) -> bool:
    """Return True if the class of an exception or the function that raised it is part of the caller's code.

    Tools that mock the network raise httpx exceptions, which count as exceptions of the connection layer. So does an
    exception raised by a logging filter or handler, because the connection layer writes to the log.
    """
    if type(error).__module__.partition(".")[0] in ("httpx", "httpcore"):
        return False
    places = _places(error.__traceback__)
    if "logging" in places:
        return False
    return not (_is_library(type(error).__module__) and _is_library(places[-1]))


def _places(traceback: TracebackType | None) -> list[str]:
    """Return the names of the modules in a traceback. The last one raised the exception."""
    places = [_PACKAGE]
    while traceback is not None:
        name: object = traceback.tb_frame.f_globals.get("__name__")
        places.append(name if isinstance(name, str) else _PACKAGE)
        traceback = traceback.tb_next
    return places


def _is_library(module: str) -> bool:
    return module.partition(".")[0] in _LIBRARIES or f"{module}.".startswith(f"{_PACKAGE}.")
