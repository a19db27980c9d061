"""Tests use private names of the package only through `support/internals.py`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from support.paths import DATA, TESTS

FILES = sorted(path for path in TESTS.rglob("*.py") if not path.is_relative_to(DATA))
# A dotted name with a private part; `__main__` is public.
PRIVATE = re.compile(r"exa_websets\w*(\.\w+)*\._(?!_)\w+(\.\w+)*")
# Objects whose private attributes do not belong to the package: those of test classes, and `os._exit`.
OWN = {"self", "cls", "os"}


def private_names(text: str) -> Iterator[str]:
    """Yield the private names of the package that a module imports, accesses as attributes or contains as strings."""
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names if PRIVATE.fullmatch(alias.name))
            case ast.ImportFrom(module=str(module), level=0):
                full = (f"{module}.{alias.name}" for alias in node.names)
                yield from (name for name in full if PRIVATE.fullmatch(name))
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in OWN:
                pass
            case ast.Attribute(attr=attribute) if attribute.startswith("_") and not attribute.startswith("__"):
                yield attribute
            case ast.Constant(value=str(value)) if PRIVATE.fullmatch(value):
                yield value
            case _:
                pass


def test_only_one_module_knows_private_names() -> None:
    """Only `support/internals.py` imports, reads or patches private names of the package."""
    found = {path.relative_to(TESTS).as_posix(): [*private_names(path.read_text())] for path in FILES}
    assert len(found) > 150
    assert {"conftest.py", "package/test_private_names.py", "support/internals.py"} < found.keys()
    known = found.pop("support/internals.py")
    found.pop("package/test_private_names.py")  # the examples below

    assert len(known) > 10
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("import exa_websets._clock", ["exa_websets._clock"]),
        ("from exa_websets import _clock", ["exa_websets._clock"]),
        ("from exa_websets.cli._app import app", ["exa_websets.cli._app.app"]),
        ("from exa_websets_generated.api import _TAGS", ["exa_websets_generated.api._TAGS"]),
        ("def test():\n    from exa_websets._clock import Clock", ["exa_websets._clock.Clock"]),
        ("client._transport.config", ["_transport"]),
        ("delitem(sys.modules, 'exa_websets.cli._app')", ["exa_websets.cli._app"]),
        ("from exa_websets import __version__", []),
        ("from exa_websets.emulator.__main__ import main", []),
        ("os._exit(self._code)", []),
    ],
)
def test_private_names_are_recognized(code: str, names: list[str]) -> None:
    """Every way to access a private name is detected, and public names are not reported."""
    assert [*private_names(code)] == names
