"""YAML as JSON has it: a date stays the text that it is written as."""

from __future__ import annotations

from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError


class _Constructor(SafeConstructor):
    pass


_constructor: Any = _Constructor
_constructor.add_constructor("tag:yaml.org,2002:timestamp", _constructor.construct_yaml_str)


def load(text: str, place: str) -> Any:
    """Read a document.

    Raises:
        ValueError: it is no YAML; it says where.
    """
    yaml: Any = YAML(typ="safe", pure=True)
    yaml.Constructor = _constructor
    try:
        return yaml.load(text)
    except MarkedYAMLError as error:
        wrong: Any = error
        mark = wrong.problem_mark or wrong.context_mark
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise ValueError(f"{place}{where}: no YAML, {wrong.problem or wrong.context}") from None
    except YAMLError as error:
        raise ValueError(f"{place}: no YAML, {error}") from None
