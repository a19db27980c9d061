"""A YAML parser that yields JSON types, so that a date stays text, and rejects what takes too much memory or time."""

from __future__ import annotations

from itertools import chain
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scanner import Scanner

# The body of a Webset nests less than 20 deep.
MOST_NESTED = 100
_UNFINISHED = -1


class _TooMuch(Exception):
    """Raised for a document that is valid YAML but too large or nested too deep."""


class _Scanner(Scanner):
    """Rejects deeply nested brackets, because parsing them takes quadratic time."""

    def fetch_flow_sequence_start(self) -> None:
        self._check_depth()
        super().fetch_flow_sequence_start()

    def fetch_flow_mapping_start(self) -> None:
        self._check_depth()
        super().fetch_flow_mapping_start()

    def _check_depth(self) -> None:
        if self.flow_level >= MOST_NESTED:
            raise _TooMuch("nested too deep")


class _Constructor(SafeConstructor):
    """Rejects aliases that contain themselves, or that expand a small document to a large one."""

    max_size: int

    def construct_document(self, node: Any) -> Any:
        if _expanded_size(node, {}) > self.max_size:
            raise _TooMuch("its aliases expand to too much text")
        base: Any = super()
        return base.construct_document(node)


_constructor: Any = _Constructor
_constructor.add_constructor("tag:yaml.org,2002:timestamp", _constructor.construct_yaml_str)


def load(text: str, source: str, max_size: int) -> Any:
    """Parse a YAML document.

    Args:
        text: The document.
        source: Where it comes from, for the error.
        max_size: How many characters and values it may have once its aliases are expanded.

    Raises:
        ValueError: it is not valid, or too large; the message names the line if it is known.
    """
    yaml: Any = YAML(typ="safe", pure=True)
    yaml.Scanner = _Scanner
    yaml.Constructor = type("Constructor", (_Constructor,), {"max_size": max_size})
    try:
        return yaml.load(text)
    except MarkedYAMLError as error:
        marked: Any = error
        mark = marked.problem_mark or marked.context_mark
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise ValueError(f"{source}{where}: not valid YAML: {marked.problem or marked.context}") from None
    except _TooMuch as error:
        raise ValueError(f"{source}: {error}") from None
    except RecursionError:
        raise ValueError(f"{source}: nested too deep") from None
    except (YAMLError, ValueError, TypeError, LookupError, ArithmeticError) as error:
        # The parser does not convert the others, such as the ValueError for a malformed number.
        raise ValueError(f"{source}: not valid YAML: {error}") from None


def _expanded_size(node: Any, known: dict[int, int]) -> int:
    """Return the size of a node with its aliases expanded; `known` has the sizes so far, by the id of the node."""
    size = known.get(id(node))
    if size == _UNFINISHED:
        raise _TooMuch("an alias contains itself")
    if size is not None:
        return size
    known[id(node)] = _UNFINISHED
    if isinstance(node.value, str):
        size = 1 + len(node.value)
    else:  # nodes, or the pairs of a mapping
        children: list[Any] = [*chain.from_iterable(node.value)] if node.id == "mapping" else node.value
        size = 1 + sum(_expanded_size(child, known) for child in children)
    known[id(node)] = size
    return size
