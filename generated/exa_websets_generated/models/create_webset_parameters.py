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
class CreateWebsetParameters:
    """What a new Webset is made of."""

    title: str | None | Unset = UNSET
    """A title; the service finds one if there is none. """
    search: models.WebsetSearchInput | Unset = UNSET
    """The first search of a new Webset. """
    import_: list[models.ImportSourceInput] | Unset = UNSET
    """Imports and other Websets whose rows become items. """
    enrichments: list[models.CreateEnrichmentParameters] | Unset = UNSET
    """What to find out about each item. """
    exclude: list[models.ExcludeSourceInput] | Unset = UNSET
    """Imports and other Websets whose entities are kept out. """
    external_id: str | Unset = UNSET
    """The caller's own name for the Webset, unique in the team. """
    metadata: models.MetadataInput | Unset = UNSET
    """The caller's own names and values; each value is text. """

    _FIELDS: ClassVar[tuple[str, ...]] = (
        "title",
        "search",
        "import",
        "enrichments",
        "exclude",
        "externalId",
        "metadata",
    )

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read a decoded JSON object; raise DocumentError, with the path of the field, where it does not fit."""
        key = ""
        try:
            # a copy of what is no plain dictionary, which may make up what it has not
            d: Mapping[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            get = d.get
            return cls(
                UNSET
                if (v := get(key := "title", UNSET)) is UNSET
                else None
                if v is None
                else v
                if type(v) is str
                else wrong(v, "a string"),
                UNSET if (v := get(key := "search", UNSET)) is UNSET else models.WebsetSearchInput.from_dict(v),
                UNSET
                if (v := get(key := "import", UNSET)) is UNSET
                else [models.ImportSourceInput.from_dict(x) for x in v]
                if type(v) is list
                else wrong(v, "a list"),
                UNSET
                if (v := get(key := "enrichments", UNSET)) is UNSET
                else [models.CreateEnrichmentParameters.from_dict(x) for x in v]
                if type(v) is list
                else wrong(v, "a list"),
                UNSET
                if (v := get(key := "exclude", UNSET)) is UNSET
                else [models.ExcludeSourceInput.from_dict(x) for x in v]
                if type(v) is list
                else wrong(v, "a list"),
                UNSET
                if (v := get(key := "externalId", UNSET)) is UNSET
                else v
                if type(v) is str
                else wrong(v, "a string"),
                UNSET if (v := get(key := "metadata", UNSET)) is UNSET else models.MetadataInput.from_dict(v),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON object that can be encoded."""
        d: dict[str, Any] = {}
        if self.title is not UNSET:
            d["title"] = self.title
        if self.search is not UNSET:
            d["search"] = self.search.to_dict()
        if self.import_ is not UNSET:
            d["import"] = [x.to_dict() for x in self.import_]
        if self.enrichments is not UNSET:
            d["enrichments"] = [x.to_dict() for x in self.enrichments]
        if self.exclude is not UNSET:
            d["exclude"] = [x.to_dict() for x in self.exclude]
        if self.external_id is not UNSET:
            d["externalId"] = self.external_id
        if self.metadata is not UNSET:
            d["metadata"] = self.metadata.to_dict()
        return d
