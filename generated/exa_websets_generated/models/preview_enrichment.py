from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..models.enrichment_format import EnrichmentFormat
from ..types import UNSET, Record, Unset, a_list, as_subclass, copied, new, others

_ENRICHMENT_FORMAT = {member.value: member for member in EnrichmentFormat}


@define(eq=False, repr=False)
class PreviewEnrichment(Record):
    """A suggested enrichment."""

    description: str
    """What to extract, in natural language."""
    format_: models.EnrichmentFormat | str
    """The format of the results."""
    options: list[models.EnrichmentOption] | None | Unset = UNSET
    """The possible values, if the format is options."""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("description", "format", "options")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not PreviewEnrichment:
            return as_subclass(cls, PreviewEnrichment.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "description"]
            self.description = v if type(v) is str else wrong(v, "a string")
            v = d[key := "format"]
            self.format_ = _ENRICHMENT_FORMAT.get(v, v) if type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "options") in d else UNSET
            self.options = v if v is UNSET or v is None else [models.EnrichmentOption.from_dict(x) for x in a_list(v)]
            self.additional_properties = {} if _names.issuperset(d) else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {
            "description": self.description,
            "format": self.format_._value_ if type(self.format_) is EnrichmentFormat else self.format_,
        }
        if self.options is not UNSET:
            d["options"] = None if self.options is None else [x.to_dict() for x in self.options]
        return {**copied(self.additional_properties), **d} if self.additional_properties else d

    @property
    def additional_keys(self) -> list[str]:
        """Names of the fields that are not in the API description."""
        return list(self.additional_properties)

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


_names = frozenset(PreviewEnrichment._FIELDS)
