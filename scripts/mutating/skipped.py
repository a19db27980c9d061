"""The parts of a source that are not mutated: what only a reader, a type checker or a log sees."""

from __future__ import annotations

import ast

_LOGGERS = frozenset(("logger", "logging", "log", "_log"))
_TEXT_CALLS = frozenset(("TypeVar", "ParamSpec", "cast", "warn", "add_note", "note", "deprecated", "getLogger"))
_FIELD_OPTIONS = frozenset(("init", "repr"))
"""Options of attrs: whether a private field can be passed, and whether it is shown."""
_NAMES = frozenset(("__all__", "__slots__", "__match_args__"))
_LONGEST_KEYWORD = 20
"""A longer string with spaces is text for people."""


def is_skipped(node: ast.AST) -> bool:
    """Return True if nothing in a node is mutated."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return node.name == "__repr__" or any(_last_name(one) == "overload" for one in node.decorator_list)
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name in _NAMES
        case ast.Import() | ast.ImportFrom() | ast.JoinedStr():
            return True
        case ast.Expr(value=ast.Constant()):
            return True  # a docstring
        case ast.Call():
            return is_log(node) or _last_name(node.func) in _TEXT_CALLS
        case ast.keyword():
            return node.arg in _FIELD_OPTIONS
        case _:
            return False


def children(node: ast.AST) -> list[ast.AST]:
    """Return the children of a node that may be mutated."""
    return [child for name, child in _fields(node) if not _is_for_types(node, name) and not is_skipped(child)]


def is_log(call: ast.Call) -> bool:
    """Return True if a call writes to the log."""
    function = call.func
    if isinstance(function, ast.Attribute):
        return isinstance(function.value, ast.Name) and function.value.id in _LOGGERS
    return isinstance(function, ast.Name) and function.id in _LOGGERS


def makes_error(call: ast.Call) -> bool:
    """Return True if a call creates an exception: its strings are messages."""
    return _last_name(call.func).endswith(("Error", "Warning", "Exception", "Interrupt"))


def is_prose(value: str) -> bool:
    """Return True if a string is text for people."""
    return " " in value.strip() and len(value) > _LONGEST_KEYWORD


def is_type_checking(test: ast.expr) -> bool:
    """Return True for the condition of `if TYPE_CHECKING` and `if not TYPE_CHECKING`."""
    if isinstance(test, ast.UnaryOp):
        test = test.operand
    return _last_name(test) == "TYPE_CHECKING"


def _fields(node: ast.AST) -> list[tuple[str, ast.AST]]:
    found: list[tuple[str, ast.AST]] = []
    for name, value in ast.iter_fields(node):
        values: list[object] = [*value] if isinstance(value, list) else [value]
        found.extend((name, child) for child in values if isinstance(child, ast.AST))
    return found


def _is_for_types(node: ast.AST, field: str) -> bool:
    if isinstance(node, ast.If) and is_type_checking(node.test):
        return field == "test" or (field == "body" and not isinstance(node.test, ast.UnaryOp))
    if isinstance(node, ast.ClassDef):
        return field in ("bases", "keywords", "decorator_list")
    return field in ("annotation", "returns")


def _last_name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call():
            return _last_name(node.func)
        case _:
            return ""
