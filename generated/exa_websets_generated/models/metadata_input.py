from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from ..errors import malformed, wrong
from ..types import as_subclass, new


@define
class MetadataInput(Mapping[str, str]):
    """Key-value pairs to attach; values are strings."""

    additional_properties: dict[str, str] = field(factory=dict)
    """The fields that the document does not name. """

    _FIELDS: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it does not fit the document."""
        if cls is not MetadataInput:
            return as_subclass(cls, MetadataInput.from_dict(src_dict))
        key = ""
        try:
            # a copy of what is not a plain dictionary, because it may make up the fields that it does not have
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            self.additional_properties = {
                (key := name): x if type(x) is str else wrong(x, "a string") for name, x in d.items()
            }
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object, which shares no list and no dictionary with the model."""
        d: dict[str, Any] = {**self.additional_properties} if self.additional_properties else {}
        return d

    @property
    def additional_keys(self) -> list[str]:
        """The names of the fields that the document does not name."""
        return list(self.additional_properties)

    def __getitem__(self, key: str) -> str:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: str) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.additional_properties)

    def __len__(self) -> int:
        return len(self.additional_properties)
