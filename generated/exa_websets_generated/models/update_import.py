from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from .. import models
from ..errors import malformed, wrong
from ..types import UNSET, Unset

fromisoformat = datetime.datetime.fromisoformat


@define
class UpdateImport:
    """What to change about an import."""

    title: str | Unset = UNSET
    """A title. """
    metadata: models.MetadataInput | Unset = UNSET
    """The caller's own names and values; each value is text. """

    _FIELDS: ClassVar[tuple[str, ...]] = ("title", "metadata")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            get = d.get
            return cls(
                UNSET if (v := get(key := "title", UNSET)) is UNSET else v if type(v) is str else wrong(v, "a string"),
                UNSET if (v := get(key := "metadata", UNSET)) is UNSET else models.MetadataInput.from_dict(v),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {}
        if self.title is not UNSET:
            d["title"] = self.title
        if self.metadata is not UNSET:
            d["metadata"] = self.metadata.to_dict()
        return d
