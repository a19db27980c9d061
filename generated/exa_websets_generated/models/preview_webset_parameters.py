from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from .. import models
from ..errors import malformed

fromisoformat = datetime.datetime.fromisoformat


@define
class PreviewWebsetParameters:
    """A search to look at before it is started."""

    search: models.PreviewSearchInput
    """The search to look at. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("search",)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            return cls(models.PreviewSearchInput.from_dict(d[key := "search"]))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {"search": self.search.to_dict()}
        return d
