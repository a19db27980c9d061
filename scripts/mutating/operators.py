"""The changes that are made to a source, each as the text that replaces another one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from attrs import frozen

from mutating.skipped import is_log, is_prose, is_skipped, is_type_checking, makes_error

COMPARISONS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
}
ARITHMETIC: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "/"),
}

Part = ast.expr | ast.stmt | ast.keyword
Change = tuple[int, int, str]
"""The start and end of the replaced text, and what replaces it."""


@frozen
class Source:
    """A source, with the positions of its nodes in the text."""

    text: str
    starts: tuple[int, ...]
    """The position of each line in the encoded text."""
    encoded: bytes

    @classmethod
    def of(cls, text: str) -> Source:
        encoded = text.encode()
        starts = [0, *(match.end() for match in re.finditer(rb"\n", encoded))]
        return cls(text, tuple(starts), encoded)

    def start(self, node: Part) -> int:
        return self._position(node.lineno, node.col_offset)

    def end(self, node: Part) -> int:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self._position(node.end_lineno, node.end_col_offset)

    def replaced(self, node: Part, replacement: str) -> Change:
        return self.start(node), self.end(node), replacement

    def _position(self, line: int, column: int) -> int:
        # The columns of the syntax tree count bytes.
        return len(self.encoded[: self.starts[line - 1] + column].decode())


def changes(source: Source, node: ast.AST, parents: tuple[ast.AST, ...]) -> Iterator[Change]:
    """Yield the changes of one node itself, without those of its children."""
    match node:
        case ast.Compare():
            operands = [node.left, *node.comparators]
            for left, operator, right in zip(operands, node.ops, operands[1:], strict=False):
                yield from _operator(source, left, right, *COMPARISONS[type(operator)])
        case ast.BoolOp():
            words = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
            for left, right in zip(node.values, node.values[1:], strict=False):
                yield from _operator(source, left, right, *words)
        case ast.UnaryOp(op=ast.Not()):
            yield source.start(node), source.start(node.operand), ""
        case ast.BinOp() if type(node.op) in ARITHMETIC and not any(map(_is_text, (node.left, node.right))):
            yield from _operator(source, node.left, node.right, *ARITHMETIC[type(node.op)])
        case ast.Constant():
            yield from _constant(source, node, parents)
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield source.replaced(value, "None")
        case ast.Expr(value=(ast.Call() | ast.Await()) as value):
            call = value.value if isinstance(value, ast.Await) else value
            if not (isinstance(call, ast.Call) and is_log(call)):
                yield source.replaced(node, "pass")
        case ast.Call() if not makes_error(node):
            for keyword in node.keywords:
                if keyword.arg is not None and not is_skipped(keyword):
                    yield _without_keyword(source, keyword)
        case ast.If() | ast.IfExp() if not is_type_checking(node.test):
            yield source.replaced(node.test, "True")
            yield source.replaced(node.test, "False")
        case ast.While() if not isinstance(node.test, ast.Constant):
            yield source.replaced(node.test, "False")
        case ast.comprehension():
            for condition in node.ifs:
                yield source.replaced(condition, "True")
        case ast.Raise():
            yield source.replaced(node, "pass")
        case ast.Break():
            yield source.replaced(node, "continue")
        case ast.Continue():
            yield source.replaced(node, "break")
        case ast.AugAssign() if type(node.op) in ARITHMETIC and not _is_text(node.value):
            before, after = ARITHMETIC[type(node.op)]
            yield from _operator(source, node.target, node.value, f"{before}=", f"{after}=")
        case ast.ExceptHandler(type=ast.Tuple(elts=kinds) as type_):
            for dropped in kinds:
                rest = ", ".join(
                    source.text[source.start(kind) : source.end(kind)] for kind in kinds if kind != dropped
                )
                yield source.replaced(type_, f"({rest},)")
        case ast.ExceptHandler(type=ast.expr() as type_):
            yield source.replaced(type_, "()")
        case _:
            pass


def _operator(source: Source, left: ast.expr, right: ast.expr, before: str, after: str) -> Iterator[Change]:
    """Replace the operator between two operands, which the syntax tree has no position for."""
    start, end = source.end(left), source.start(right)
    pattern = re.escape(before).replace(r"\ ", r"\s+")
    found = re.search(rf"(?<![\w#]){pattern}(?!\w)", source.text[start:end])
    if found:
        yield start + found.start(), start + found.end(), after


def _constant(source: Source, node: ast.Constant, parents: tuple[ast.AST, ...]) -> Iterator[Change]:
    match node.value:
        case bool() as value:
            yield source.replaced(node, str(not value))
        case int() | float() as value:
            yield source.replaced(node, str(value + 1))
            if value:
                yield source.replaced(node, str(value - 1))
        case str() as value if value and not is_prose(value) and not _is_message(parents):
            yield source.replaced(node, '""')
        case bytes() as value if value:
            yield source.replaced(node, 'b""')
        case _:
            pass


def _without_keyword(source: Source, keyword: ast.keyword) -> Change:
    start, end = source.start(keyword), source.end(keyword)
    following = re.compile(r"\s*,\s*").match(source.text, end)
    if following:
        return start, following.end(), ""
    preceding = re.search(r",\s*$", source.text[:start])
    return preceding.start() if preceding else start, end, ""


def _is_message(parents: tuple[ast.AST, ...]) -> bool:
    """Return True within `raise`, and within a call that creates an exception."""
    return any(isinstance(one, ast.Raise) or (isinstance(one, ast.Call) and makes_error(one)) for one in parents)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)))
