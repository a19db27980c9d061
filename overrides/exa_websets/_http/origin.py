"""Where an exception comes from: the connection layer, or code of the caller's that ran in the middle of a call."""

from __future__ import annotations

import sys
from types import TracebackType

_PACKAGE = __name__.rpartition(".")[0].rpartition(".")[0]  # a different one where the package is vendored
_LIBRARIES = sys.stdlib_module_names | frozenset(
    (
        "anyio",
        "certifi",
        "exceptiongroup",
        "h11",
        "h2",
        "hpack",
        "httpcore",
        "httpx",
        "hyperframe",
        "idna",
        "outcome",
        "sniffio",
        "socksio",
        "trio",
        "uvloop",
    )
)


def find_callers_exception(error: BaseException) -> BaseException | None:
    """Return what the caller's code raised in the middle of a call, from an exception or those that caused it.

    A signal handler does so, as that of a job queue with a time limit, and so does instrumentation. The connection
    layer may have taken it for an exception of its own.
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
    """Return True if an exception is of a class of the caller's, or was raised in a function of the caller's.

    Tools that mock the network raise exceptions of httpx, and these count as those of a connection. So does what a
    filter or a handler of `logging` raises, because it is the connection layer that logs.
    """
    if type(error).__module__.partition(".")[0] in ("httpx", "httpcore"):
        return False
    places = _places(error.__traceback__)
    if "logging" in places:
        return False
    return not (_is_library(type(error).__module__) and _is_library(places[-1]))


def _places(traceback: TracebackType | None) -> list[str]:
    """Return the names of the modules that an exception came through, the one that raised it last."""
    places = [_PACKAGE]
    while traceback is not None:
        name: object = traceback.tb_frame.f_globals.get("__name__")
        places.append(name if isinstance(name, str) else _PACKAGE)
        traceback = traceback.tb_next
    return places


def _is_library(module: str) -> bool:
    return module.partition(".")[0] in _LIBRARIES or f"{module}.".startswith(f"{_PACKAGE}.")
