from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..types import Record, as_subclass, copied, new, others


@define(eq=False, repr=False)
class ResearchPaperItemProperties(Record):
    """The properties of a research paper."""

    url: str
    """The URL of the paper."""
    description: str
    """Why the paper matches the search."""
    content: str | None
    """The text of the paper."""
    research_paper: models.Publication
    """The title, author and publication date of a page."""
    type_: Literal["research_paper"] = "research_paper"
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("url", "description", "content", "researchPaper", "type")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not ResearchPaperItemProperties:
            return as_subclass(cls, ResearchPaperItemProperties.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "url"]
            self.url = v if type(v) is str else wrong(v, "a string")
            v = d[key := "description"]
            self.description = v if type(v) is str else wrong(v, "a string")
            v = d[key := "content"]
            self.content = v if v is None or type(v) is str else wrong(v, "a string")
            v = d[key := "researchPaper"]
            self.research_paper = models.Publication.from_dict(v)
            v = d[key := "type"]
            self.type_ = v if v == "research_paper" else wrong(v, "research_paper")
            self.additional_properties = {} if len(d) == 5 else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {
            "url": self.url,
            "description": self.description,
            "content": self.content,
            "researchPaper": self.research_paper.to_dict(),
            "type": self.type_,
        }
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


_names = frozenset(ResearchPaperItemProperties._FIELDS)
