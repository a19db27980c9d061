from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from attrs import define, field

from .. import models
from ..errors import malformed, wrong
from ..models.verdict import Verdict
from ..types import UNSET, Record, Unset, a_list, as_subclass, copied, new, others

_VERDICT = {member.value: member for member in Verdict}


@define(eq=False, repr=False)
class ItemEvaluation(Record):
    """Whether an item meets a criterion, and why."""

    criterion: str
    """The text of the criterion."""
    reasoning: str
    """The reasoning behind the verdict."""
    satisfied: models.Verdict | str
    """Whether the item meets the criterion."""
    references: list[models.Reference] | None | Unset = UNSET
    """The pages that support it."""
    additional_properties: dict[str, Any] = field(factory=dict[str, Any])
    """Fields that are not in the API description."""

    _FIELDS: ClassVar[tuple[str, ...]] = ("criterion", "reasoning", "satisfied", "references")

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Decode a JSON object; raise DocumentError, with the path of the field, if it is invalid."""
        if cls is not ItemEvaluation:
            return as_subclass(cls, ItemEvaluation.from_dict(src_dict))
        key = ""
        try:
            # copy any other mapping: a defaultdict would add missing keys
            d: dict[str, Any] = src_dict if type(src_dict) is dict else {**src_dict}
            self = new(cls)
            v = d[key := "criterion"]
            self.criterion = v if type(v) is str else wrong(v, "a string")
            v = d[key := "reasoning"]
            self.reasoning = v if type(v) is str else wrong(v, "a string")
            v = d[key := "satisfied"]
            self.satisfied = _VERDICT.get(v, v) if type(v) is str else wrong(v, "a string")
            v = d[key] if (key := "references") in d else UNSET
            self.references = v if v is UNSET or v is None else [models.Reference.from_dict(x) for x in a_list(v)]
            self.additional_properties = {} if _names.issuperset(d) else others(d, _names)
            return self
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise malformed(cls, src_dict, key, error) from None

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object that shares no list or dictionary with the model."""
        d: dict[str, Any] = {
            "criterion": self.criterion,
            "reasoning": self.reasoning,
            "satisfied": self.satisfied._value_ if type(self.satisfied) is Verdict else self.satisfied,
        }
        if self.references is not UNSET:
            d["references"] = None if self.references is None else [x.to_dict() for x in self.references]
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


_names = frozenset(ItemEvaluation._FIELDS)
