"""A mutant: one small change of one source file."""

from __future__ import annotations

from attrs import frozen


@frozen
class Span:
    """A part of a source: the positions of its first character and of the one after its last."""

    start: int
    end: int


@frozen
class Mutant:
    """One change of a source file."""

    path: str
    """The path of the file in the checkout."""
    line: int
    last_line: int
    statement: tuple[int, int]
    """The first and last line of the innermost statement; of a compound statement, those of its head."""
    scope: tuple[int, int] | None
    """The first and last line of the function around it."""
    span: Span
    before: str
    after: str
    text: str
    """The first changed line of the source, without indentation."""

    @property
    def change(self) -> str:
        """The change in one line. With the path and the text of the line, it identifies the mutant."""
        return f"{one_line(self.before)} → {one_line(self.after) or '(nothing)'}"

    def apply(self, source: str) -> str:
        """Return the source with this change."""
        return source[: self.span.start] + self.after + source[self.span.end :]


def one_line(text: str) -> str:
    """Return source text without line breaks and indentation."""
    return " ".join(text.split())
