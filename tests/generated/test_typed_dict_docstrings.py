"""The docstrings of the TypedDicts, which editors show for the keys of a request body."""

from __future__ import annotations

import ast
import inspect

import pytest
from exa_websets import params
from exa_websets_generated import typed_dicts

TREE = ast.parse(inspect.getsource(typed_dicts))
CLASSES = {
    node.name: node
    for node in TREE.body
    if isinstance(node, ast.ClassDef) and any(isinstance(base, ast.Name) for base in node.bases)
}


def docstrings(name: str) -> dict[str, str]:
    """Return the docstring of each key of a TypedDict, including inherited keys described in that of the class."""
    node, found = CLASSES[name], dict[str, str]()
    for declared, follower in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(declared, ast.AnnAssign) and isinstance(declared.target, ast.Name):
            match follower:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    found[declared.target.id] = text
                case _:
                    pass
    for line in (ast.get_docstring(node) or "").splitlines():
        key, colon, text = line.partition(": ")
        if colon:
            found[key] = text
    return found


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_every_typed_dict_and_every_key_has_a_docstring(name: str) -> None:
    """Every key has a docstring, even if its schema is a reference or constant, or its name a Python keyword."""
    keys = {*getattr(params, name).__annotations__}
    assert ast.get_docstring(CLASSES[name])
    assert [key for key in keys if not docstrings(name).get(key, "").strip()] == []


def test_typed_dicts_are_found() -> None:
    assert len(CLASSES) > 25
    assert sum(len(docstrings(name)) for name in CLASSES) > 80
    assert "import" in docstrings("CreateWebsetParameters")
