"""The models have the interface of the generator's stock models, and behave like values."""

from __future__ import annotations

import copy
import enum
import inspect
import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from typing import Any, get_args

import pytest
from attrs import asdict, define, evolve, field, fields
from description.bundle import unions
from exa_websets_generated import models
from exa_websets_generated.models import Webset
from exa_websets_generated.types import UNSET, Unset
from support.openapi_document import component, document, models_of, references, resolved
from support.recordings import DOCUMENTED_CANCEL, recorded
from support.sample_answers import example, full_webset
from syrupy.assertion import SnapshotAssertion

SCHEMAS: dict[str, Any] = document()["components"]["schemas"]
OBJECTS = sorted(name for name, schema in SCHEMAS.items() if resolved(schema).get("type") == "object")
ENUMS = sorted(name for name, schema in SCHEMAS.items() if "enum" in schema)
UNIONS = unions(document())
CLOSED = [name for name in OBJECTS if component(name).get("additionalProperties") is False]


def pickled(protocol: int) -> Callable[[Any], Any]:
    return lambda value: pickle.loads(pickle.dumps(value, protocol))


COPIES: dict[str, Callable[[Any], Any]] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    **{f"pickle {protocol}": pickled(protocol) for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)},
}


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
def test_unset_stays_itself(copied: Callable[[Any], Any]) -> None:
    """UNSET remains a singleton when it is copied, so `is UNSET` always works."""
    assert copied(UNSET) is UNSET
    assert copied({"field": [UNSET]})["field"][0] is UNSET


def test_unset_narrows() -> None:
    """Type checkers narrow the type after `is UNSET`; mypy and pyright check this function."""

    def length(value: str | Unset) -> int:
        return 0 if value is UNSET else len(value)

    assert (length(UNSET), length("abc")) == (0, 3)


def test_unset_is_falsy_and_prints_its_name() -> None:
    """UNSET is falsy, and its repr is its name."""
    assert not UNSET
    assert (repr(UNSET), str(UNSET), f"{UNSET}") == ("UNSET", "UNSET", "UNSET")


@pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)
@pytest.mark.parametrize("answer", [DOCUMENTED_CANCEL, full_webset()], ids=["documented", "full"])
def test_a_webset_survives_copies_and_pickles(copied: Callable[[Any], Any], answer: Any) -> None:
    """A copied or pickled Webset is equal to the original, with the same JSON and unset fields."""
    webset = Webset.from_dict({**answer, "new": {"a": 1}})
    twin = copied(webset)
    assert twin is not webset
    assert twin == webset
    assert twin.to_dict() == webset.to_dict()
    assert (twin.items is UNSET) is (webset.items is UNSET)


def test_a_deep_copy_shares_nothing() -> None:
    """Changing a deep copy does not change the original."""
    webset = Webset.from_dict({**DOCUMENTED_CANCEL, "new": {"a": 1}})
    twin = copy.deepcopy(webset)
    twin.searches[0].progress.found = -1
    twin["new"]["a"] = -1
    assert webset.to_dict() == Webset.from_dict({**DOCUMENTED_CANCEL, "new": {"a": 1}}).to_dict()


def test_a_difference_deep_inside_makes_two_websets_unequal() -> None:
    """Equality compares nested fields."""
    webset, other = Webset.from_dict(DOCUMENTED_CANCEL), Webset.from_dict(DOCUMENTED_CANCEL)
    assert webset == other
    other.searches[0].progress.found += 1
    assert webset != other


@pytest.mark.parametrize("name", OBJECTS)
def test_the_surface_of_the_stock_models_is_there(name: str) -> None:
    """Each model has `from_dict` and `to_dict`; an open model also provides additional fields by name."""
    model = getattr(models, name)
    made = model.from_dict(example(component(name)))
    assert model.from_dict(made.to_dict()) == made
    if name in CLOSED:
        assert not hasattr(made, "additional_properties")
        return
    before = dict(made.additional_properties)
    made["extra"] = "value"
    assert "extra" in made
    assert (made["extra"], made.to_dict()["extra"]) == ("value", "value")
    assert made.additional_keys == [*before, "extra"]
    assert made.additional_properties == {**before, "extra": "value"}
    del made["extra"]
    assert "extra" not in made
    with pytest.raises(KeyError):
        made["extra"]


@pytest.mark.parametrize("name", CLOSED)
def test_a_request_model_takes_no_key_it_does_not_know(name: str) -> None:
    """A misspelled keyword argument of a request model is a TypeError."""
    with pytest.raises(TypeError, match="unexpected keyword argument 'titel'"):
        getattr(models, name)(titel="x")


def test_a_model_of_constants_needs_no_arguments() -> None:
    """Constant fields have defaults."""
    for name, tag in {"CompanyEntity": "company", "PersonEntity": "person", "ArticleEntity": "article"}.items():
        assert getattr(models, name)().to_dict() == {"type": tag}
    assert models.ResearchPaperEntity().to_dict() == {"type": "research_paper"}
    assert models.CustomEntity("teapots").to_dict() == {"description": "teapots", "type": "custom"}


def test_a_request_sends_only_what_was_set() -> None:
    """Unset fields are omitted from the JSON, and None is sent as null."""
    search = models.WebsetSearchInput("makers of tea", entity=models.CompanyEntity())
    body = models.CreateWebsetParameters(title=None, search=search)
    assert body.to_dict() == {"title": None, "search": {"query": "makers of tea", "entity": {"type": "company"}}}


@pytest.mark.parametrize("name", ENUMS)
def test_an_enum_has_the_words_of_the_description(name: str) -> None:
    """Each enum is a StrEnum with the described values; members print, compare and encode as their value."""
    members = getattr(models, name)
    assert issubclass(members, enum.StrEnum)
    assert sorted(members) == sorted(component(name)["enum"])
    for member in members:
        assert (str(member), json.dumps(member), members(member.value)) == (member.value, f'"{member.value}"', member)


def test_all_models_are_listed() -> None:
    """`__all__` and `dir` list every object, enum and union of the description, UNSET and its type."""
    assert sorted(models.__all__) == sorted([*OBJECTS, *ENUMS, *UNIONS, "UNSET", "Unset"])
    assert set(dir(models)) >= set(models.__all__)
    assert {name for name in models.__all__ if not inspect.isclass(getattr(models, name))} == {"UNSET", *UNIONS}


def test_a_union_has_a_name() -> None:
    """Each union of the description can be used in annotations and with `isinstance`."""
    assert UNIONS.keys() >= {"Entity", "Event", "ItemProperties"}
    for name in UNIONS:
        assert {one.__name__ for one in get_args(getattr(models, name))} == set(models_of(component(name)))
    assert isinstance(models.CompanyEntity(), models.Entity)
    assert not isinstance(models.CompanyEntity(), models.Event)


def test_a_model_that_does_not_exist_is_an_attribute_error() -> None:
    """A misspelled model is an AttributeError that names it."""
    with pytest.raises(AttributeError, match="has no attribute 'Websett'"):
        getattr(models, "Websett")  # noqa: B009


def loaded_by(code: str) -> list[str]:
    """Run code in a fresh interpreter, and return which model modules, httpx and pydantic it imported."""
    command = [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules)"]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return [
        name for name in loaded if name.startswith("exa_websets_generated.models.") or name in ("httpx", "pydantic")
    ]


def modules_of(*names: str) -> set[str]:
    """Return the names of the modules of some models and of their enums."""
    enums = {one for name in names for one in references(component(name)) if one in ENUMS}
    return {getattr(models, name).__module__ for name in {*names, *enums}}


def test_importing_the_models_imports_none_of_them() -> None:
    """Importing the package of models does not import any model, httpx or pydantic."""
    assert loaded_by("import exa_websets_generated.models") == []


@pytest.mark.parametrize("name", ["SearchProgress", "WebsetSearch", "Webset", "MonitorRun"])
def test_touching_a_model_imports_it_and_its_enums(name: str) -> None:
    """The first access to a model imports only that model and the enums of its fields."""
    assert set(loaded_by(f"from exa_websets_generated.models import {name}")) == modules_of(name)


def test_decoding_imports_the_models_that_the_document_holds() -> None:
    """Decoding a Webset without items and monitors does not import their models."""
    held = ["Webset", "WebsetSearch", "CompanyEntity", "Criterion", "SearchProgress", "Metadata"]
    answer = recorded("websets_cancel_running").answer
    loaded = loaded_by(f"from exa_websets_generated import models; models.Webset.from_dict({answer!r})")
    assert set(loaded) == modules_of(*held)


def test_the_repr_of_a_webset(snapshot: SnapshotAssertion) -> None:
    """The repr has every field with its Python name, enum members, and UNSET for absent fields."""
    assert repr(Webset.from_dict(recorded("websets_cancel_running").answer)) == snapshot


@define
class OwnWebset(Webset):
    """A user's subclass with a field, a property and an `__attrs_post_init__`."""

    note: str = "none"
    made: int = field(default=0, init=False)

    def __attrs_post_init__(self) -> None:
        self.made += 1

    @property
    def is_idle(self) -> bool:
        return self.status == "idle"


class OwnMetadata(models.Metadata):
    """A subclass without fields of its own."""

    @property
    def owner(self) -> str:
        return str(self["owner"])


def test_a_subclass_decodes_to_itself() -> None:
    """`from_dict` of a subclass calls its `__init__`, so its own fields have their defaults."""
    document = {**DOCUMENTED_CANCEL, "new": 1}
    webset = OwnWebset.from_dict(document)
    assert type(webset) is OwnWebset
    assert (webset.note, webset.made, webset.is_idle) == ("none", 1, True)
    assert webset.to_dict() == Webset.from_dict(document).to_dict()
    assert OwnMetadata.from_dict({"owner": "me"}).owner == "me"


@pytest.mark.parametrize("model", [Webset, OwnWebset])
def test_a_model_is_created_from_its_fields(model: type[Webset]) -> None:
    """A decoded model is equal to one created with positional or keyword arguments."""
    decoded = model.from_dict({**DOCUMENTED_CANCEL, "new": 1})
    arguments = {part.name: getattr(decoded, part.name) for part in fields(model) if part.init}
    assert model(**arguments) == decoded
    assert model(*arguments.values()) == decoded
    assert evolve(decoded, title="another").title == "another"
    assert asdict(decoded)["additional_properties"] == {"new": 1}
