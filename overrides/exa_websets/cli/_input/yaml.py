"""YAML with the types of JSON: a date stays text."""

from __future__ import annotations

from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError


class _Constructor(SafeConstructor):
    pass


_constructor: Any = _Constructor
_constructor.add_constructor("tag:yaml.org,2002:timestamp", _constructor.construct_yaml_str)


def load(text: str, source: str) -> Any:
    """Parse a YAML document.

    Args:
        text: The document.
        source: Where it comes from, for the error.

    Raises:
        ValueError: it is not valid; the message names the line.
    """
    yaml: Any = YAML(typ="safe", pure=True)
    yaml.Constructor = _constructor
    try:
        return yaml.load(text)
    except MarkedYAMLError as error:
        marked: Any = error
        mark = marked.problem_mark or marked.context_mark
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise ValueError(f"{source}{where}: not valid YAML: {marked.problem or marked.context}") from None
    except YAMLError as error:
        raise ValueError(f"{source}: not valid YAML: {error}") from None
