"""Errors can be rebuilt from their `args`, as job queues with JSON results do, and keep class, message and fields."""

from __future__ import annotations

import copy
import importlib
import inspect
import json
import pickle
from collections.abc import Callable
from typing import Any

import exa_websets
import pytest
from exa_websets import WebsetsError
from exa_websets_generated.errors import DocumentError, UnexpectedStatus
from exa_websets_generated.models import Import, Webset
from support.recordings import DOCUMENTED_CANCEL, recorded

FIELDS: dict[str, Any] = {
    "status": 404,
    "method": "POST",
    "path": "/v0/websets/x/cancel",
    "attempts": 2,
    "host": "api.exa.ai",
    "request_id": "request-1",
    "body": {"message": ["a", {"b": 1.5}], "none": None},
    "retry_after": 1.5,
    "webset": Webset.from_dict(DOCUMENTED_CANCEL),
    "import_": Import.from_dict(recorded("imports_list_has_more_without_cursor").answer["data"][0]),
}


def errors() -> dict[str, BaseException]:
    """Return an error of each public class, created as the package does, and those of the generated package."""
    made: dict[str, BaseException] = {}
    for name in exa_websets.__all__:
        kind = getattr(exa_websets, name)
        if inspect.isclass(kind) and issubclass(kind, WebsetsError):
            parameters = inspect.signature(kind).parameters.values()
            named = [each.name for each in parameters if each.kind is each.KEYWORD_ONLY]
            made[name] = kind("what happened", **{each: FIELDS[each] for each in named})
    for name in ("WebsetTimeoutError", "ImportTimeoutError"):
        field = "webset" if name.startswith("Webset") else "import_"
        made[f"{name} of what was never seen"] = getattr(exa_websets, name)("what happened", **{field: None})
    marked = exa_websets.PagingError("what happened")
    marked.outcome_unknown = True
    marked.add_note("x may still be running")
    marked.__dict__["archive"] = object()  # drop what JSON cannot represent
    return {
        **made,
        "marked": marked,
        "DocumentError": DocumentError("searches[3]", "Webset", "expected a string"),
        "UnexpectedStatus": UnexpectedStatus(418, b"teapot"),
    }


ERRORS = errors()


def by_celery(error: Any) -> Any:
    celery: Any = importlib.import_module("celery")
    backend: Any = importlib.import_module("celery.backends.base").Backend(celery.Celery("x"), url="memory://")
    return backend.exception_to_python(json.loads(backend.encode(backend.prepare_exception(error, serializer="json"))))


REBUILT: dict[str, Callable[[Any], Any]] = {
    "celery": by_celery,
    "args": lambda error: type(error)(*error.args),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda error: pickle.loads(pickle.dumps(error)),
    "pickle 0": lambda error: pickle.loads(pickle.dumps(error, 0)),
}


@pytest.mark.parametrize("name", ERRORS)
@pytest.mark.parametrize("way", REBUILT)
def test_a_rebuilt_error(name: str, way: str) -> None:
    """Class, message, fields and notes are those of the original, also when rebuilt twice."""
    error = ERRORS[name]
    rebuilt = once = REBUILT[way](error)
    for rebuilt in (once, REBUILT[way](once)):
        assert (type(rebuilt), str(rebuilt)) == (type(error), str(error))
        if isinstance(error, WebsetsError) and "archive" not in vars(error):
            assert (vars(rebuilt), rebuilt.args) == (vars(error), error.args)
    assert getattr(rebuilt, "outcome_unknown", False) is (name == "marked")
    assert getattr(rebuilt, "__notes__", []) == getattr(error, "__notes__", [])


def test_arguments_without_fields() -> None:
    """Without fields, the arguments are those that were passed, as for any exception."""
    for arguments in ((), ("what happened",), ("what", "happened")):
        assert WebsetsError(*arguments).args == arguments


def test_all_classes_are_tried() -> None:
    assert len(ERRORS) > 25


@pytest.mark.parametrize("name", [name for name, error in ERRORS.items() if isinstance(error, WebsetsError)])
def test_constructors_stay_strict(name: str) -> None:
    """A constructor has a full signature and rejects unknown arguments."""
    kind = type(ERRORS[name])
    with pytest.raises(TypeError):
        kind("what happened", nonsense=1)  # type: ignore[call-arg]
    if any(each.default is each.empty for each in list(inspect.signature(kind).parameters.values())[1:]):
        with pytest.raises(TypeError, match="missing"):
            kind("what happened")


@pytest.mark.parametrize("name", [name for name, error in ERRORS.items() if isinstance(error, WebsetsError)])
def test_the_message_can_be_passed_by_name(name: str) -> None:
    """As in the code of users that creates errors for its tests."""
    kind = type(ERRORS[name])
    parameters = inspect.signature(kind).parameters
    if "message" in parameters:
        named = {each: FIELDS[each] for each in parameters if each != "message"}
        error = kind(message="what happened", **named)  # type: ignore[call-arg]
        assert error.args == kind("what happened", **named).args
        assert "what happened" in str(error)
