from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from .. import models
from ..errors import malformed
from ..types import Record, as_subclass, new


@define(eq=False, repr=False)
class PreviewWebsetParameters(Record):
    """A query to preview."""

    search: models.PreviewSearchInput
    """The search to preview."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("search",)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not PreviewWebsetParameters:
            return as_subclass(cls, PreviewWebsetParameters.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "search"]
            self.search = models.PreviewSearchInput.from_dict(v)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {"search": self.search.to_dict()}
        return d
