"""Read all code that a cancel needs in advance, because the package may be upgraded on disk before the cancel."""

from __future__ import annotations

from functools import cache
from importlib.util import resolve_name

from .._generated import api, document, models
from .code_in_memory import keep_code

# The modules of the operations that a guard calls. Only the guards of an archive also disable monitors.
_OPERATIONS = (
    ".websets",
    ".websets.websets_cancel",
    ".websets.websets_get",
    ".searches",
    ".searches.websets_searches_cancel",
)
# A response contains items only if the call requests them, and the calls of a guard do not.
_NEVER_SENT = "WebsetItem"


@cache
def preload(*, finds_drift: bool) -> None:
    """Read the modules that a cancel and its response may need. This takes a few milliseconds, once per process.

    They are executed when they are imported, as usual, but from memory. Executing them takes much longer than reading,
    and to decode the response, few are needed.

    Args:
        finds_drift: Whether responses are checked for drift, which needs the types of all fields.
    """
    for operation in _OPERATIONS:
        keep_code(resolve_name(operation, api.__name__))
    # A Webset contains the searches that the other operations return.
    _keep_parts("Webset", set[str]() if finds_drift else {_NEVER_SENT})


def _keep_parts(component: str, seen: set[str]) -> None:
    """Keep the code of a model, and of all that it can contain."""
    if component in seen:
        return
    seen.add(component)
    _keep_model(component)
    for part in document.REFERENCES.get(component, ()):
        _keep_parts(part, seen)


def _keep_model(component: str) -> None:
    if module := models.MODULES.get(component):  # a union has none
        keep_code(resolve_name(module, models.__name__))
