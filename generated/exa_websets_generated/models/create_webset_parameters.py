from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from .. import models
from ..errors import malformed, wrong
from ..types import UNSET, Record, Unset, a_list, as_subclass, new


@define(eq=False, repr=False)
class CreateWebsetParameters(Record):
    """A new Webset."""

    title: str | None | Unset = UNSET
    """The title; if omitted, the service generates one."""
    search: models.WebsetSearchInput | Unset = UNSET
    """The first search of a new Webset."""
    import_: list[models.ImportSourceInput] | Unset = UNSET
    """Imports and other Websets to take items from."""
    enrichments: list[models.CreateEnrichmentParameters] | Unset = UNSET
    """The enrichments to apply to each item."""
    exclude: list[models.ExcludeSourceInput] | Unset = UNSET
    """Imports and other Websets whose entities to exclude."""
    external_id: str | Unset = UNSET
    """An identifier chosen by the caller, unique within the team."""
    metadata: models.MetadataInput | Unset = UNSET
    """Key-value pairs to attach; values are strings."""

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
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not CreateWebsetParameters:
            return as_subclass(cls, CreateWebsetParameters.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key] if (key := "title") in d else UNSET
            self.title = v if v is UNSET or v is None or type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "search") in d else UNSET
            self.search = v if v is UNSET else models.WebsetSearchInput.from_dict(v)
            v = d[key] if (key := "import") in d else UNSET
            self.import_ = v if v is UNSET else [models.ImportSourceInput.from_dict(x) for x in a_list(v)]
            v = d[key] if (key := "enrichments") in d else UNSET
            self.enrichments = v if v is UNSET else [models.CreateEnrichmentParameters.from_dict(x) for x in a_list(v)]
            v = d[key] if (key := "exclude") in d else UNSET
            self.exclude = v if v is UNSET else [models.ExcludeSourceInput.from_dict(x) for x in a_list(v)]
            v = d[key] if (key := "externalId") in d else UNSET
            self.external_id = v if v is UNSET or type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "metadata") in d else UNSET
            self.metadata = v if v is UNSET else models.MetadataInput.from_dict(v)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
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
