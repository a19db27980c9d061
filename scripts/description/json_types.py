"""Types of JSON data and API descriptions."""

from __future__ import annotations

from typing import Any, TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | float | bool | None"
Document: TypeAlias = dict[str, Any]
