from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define

from .. import models
from ..errors import malformed, wrong
from ..models.enrichment_format import EnrichmentFormat
from ..types import UNSET, Record, Unset, a_list, as_subclass, new, one_of

_ENRICHMENT_FORMAT = {member.value: member for member in EnrichmentFormat}


@define(eq=False, repr=False)
class UpdateEnrichmentParameters(Record):
    """The fields of an enrichment to update."""

    description: str | Unset = UNSET
    """What to extract, in natural language."""
    format_: models.EnrichmentFormat | Unset = UNSET
    """The format of the results of an enrichment."""
    options: list[models.EnrichmentOptionInput] | Unset = UNSET
    """The possible values, if the format is options."""
    metadata: models.MetadataInput | None | Unset = UNSET
    """Key-value pairs to attach; null removes all of them."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("description", "format", "options", "metadata")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not UpdateEnrichmentParameters:
            return as_subclass(cls, UpdateEnrichmentParameters.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key] if (key := "description") in d else UNSET
            self.description = v if v is UNSET or type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "format") in d else UNSET
            self.format_ = (
                v if v is UNSET else one_of(_ENRICHMENT_FORMAT, v, "text, date, number, options, email, phone, url")
            )
            v = d[key] if (key := "options") in d else UNSET
            self.options = v if v is UNSET else [models.EnrichmentOptionInput.from_dict(x) for x in a_list(v)]
            v = d[key] if (key := "metadata") in d else UNSET
            self.metadata = v if v is UNSET or v is None else models.MetadataInput.from_dict(v)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {}
        if self.description is not UNSET:
            d["description"] = self.description
        if self.format_ is not UNSET:
            d["format"] = self.format_._value_
        if self.options is not UNSET:
            d["options"] = [x.to_dict() for x in self.options]
        if self.metadata is not UNSET:
            d["metadata"] = None if self.metadata is None else self.metadata.to_dict()
        return d
