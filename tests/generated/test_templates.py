"""Code from our templates behaves like that from the stock templates, regardless of the texts of a description."""

from __future__ import annotations

import importlib
import inspect
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest
from description.bundle import unions
from exa_websets_generated import models
from support.json_paths import changed
from support.openapi_document import answer_models, comparable, component, document, references
from support.paths import ROOT
from support.recordings import DOCUMENTED_CANCEL
from support.sample_answers import answers, example, full_webset

BODIES = [
    name
    for item in document()["paths"].values()
    for operation in item.values()
    for name in references(operation.get("requestBody", {}))
]
NEW_KIND = {"type": "podcast", "hosts": [{"name": "A"}]}
EXAMPLES: dict[str, tuple[str, Any]] = {
    **{name: (model, answer) for name, model, answer in answers()},
    "every field": ("Webset", full_webset()),
    **{f"every field of {name}": (name, example(component(name))) for name in [*answer_models(), *BODIES]},
    "a new field": ("Webset", {**DOCUMENTED_CANCEL, "brandNew": {"a": [1, 2.5, None]}}),
    "a new status": ("Webset", {**DOCUMENTED_CANCEL, "status": "archived"}),
    "a new entity": ("Webset", changed(DOCUMENTED_CANCEL, ("searches", 0, "entity"), NEW_KIND)),
    "a new item": ("Webset", changed(full_webset(), ("items", 0, "properties"), NEW_KIND)),
    "a fractional count": ("Webset", changed(DOCUMENTED_CANCEL, ("searches", 0, "count"), 2.5)),
    "a null": ("Webset", {**DOCUMENTED_CANCEL, "metadata": None, "streams": None}),
}

# Documents that the stock models reject and ours keep.
STRICTER = {"another object const": {**DOCUMENTED_CANCEL, "object": "collection"}}


def generate(folder: Path, package: str, description: dict[str, Any], *options: str) -> Iterator[ModuleType]:
    """Generate a package, and yield it while it can be imported."""
    source = folder / "document.json"
    source.write_text(json.dumps(description))
    command = [sys.executable, "-m", "openapi_python_client", "generate", f"--path={source}", "--meta=none"]
    config = ROOT / "scripts" / "generation" / "openapi_python_client.yaml"
    command += [f"--output-path={folder / package}", f"--config={config}", *options]
    subprocess.run([*command, "--fail-on-warning"], check=True, capture_output=True)
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    yield importlib.import_module(package)
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == package]:
        del sys.modules[name]


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The models of our description, generated with the stock templates."""
    for _ in generate(tmp_path_factory.mktemp("stock"), "stock_websets", document()):
        yield importlib.import_module("stock_websets.models")


@pytest.mark.packaging
@pytest.mark.parametrize(("model", "answer"), EXAMPLES.values(), ids=EXAMPLES)
def test_the_stock_templates_give_the_same(stock: Any, model: str, answer: Any) -> None:
    """A stock model and ours decode and encode an example to the same dictionary, including dates."""
    assert getattr(models, model).from_dict(answer).to_dict() == getattr(stock, model).from_dict(answer).to_dict()


@pytest.mark.packaging
@pytest.mark.parametrize("answer", STRICTER.values(), ids=STRICTER)
def test_our_models_keep_what_stock_models_reject(stock: Any, answer: Any) -> None:
    """Our models keep another `object` const, which the stock models reject."""
    with pytest.raises(ValueError, match="must match const"):
        stock.Webset.from_dict(answer)
    assert comparable(models.Webset.from_dict(answer).to_dict()) == comparable(answer)


@pytest.mark.packaging
def test_the_models_have_the_names_of_the_stock_models(stock: Any) -> None:
    """Models and fields have the same names as in the stock package."""
    assert set(models.__all__) == {*stock.__all__, *unions(document()), "UNSET", "Unset"}
    for name in stock.__all__:
        ours, theirs = getattr(models, name), getattr(stock, name)
        assert attrs.has(ours) is attrs.has(theirs)
        if attrs.has(ours):
            assert {field.name for field in attrs.fields(ours)} == {field.name for field in attrs.fields(theirs)}


TRICKY = 'It ends with """ and \\ and {{ 7 * 7 }} and {% endraw %} and a "'


def ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def thing(required: list[str], **properties: Any) -> dict[str, Any]:
    described = {"type": "object", "description": TRICKY, "additionalProperties": True, "required": required}
    return {**described, "properties": properties}


def operation(name: str, answer: Any = None, **more: Any) -> dict[str, Any]:
    content = {"content": {"application/json": {"schema": answer}}} if answer else {}
    answers = {"200": {"description": TRICKY, **content}}
    return {"operationId": f"things-{name}", "tags": ["things"], "summary": TRICKY, "responses": answers, **more}


EVENT = {"anyOf": [ref("Begun"), ref("Ended"), ref("Other")]}
BODY = {"requestBody": {"content": {"application/json": {"schema": ref("Thing")}}}}
FORMS = {
    "openapi": "3.1.0",
    "info": {"title": "Forms that our own description does not have yet", "version": "1"},
    "paths": {
        "/things": {"get": operation("list", ref("Events")), "post": operation("create", ref("Thing"), **BODY)},
        "/one": {
            "get": operation("get", EVENT),
            "patch": operation("update", {"oneOf": [ref("Thing"), {"type": "null"}]}),
        },
        "/none": {"delete": operation("delete")},
    },
    "components": {
        "schemas": {
            "Word": {"type": "string", "description": TRICKY, "enum": ["a", 'b "c" \\'], "x-enum-varnames": ["A", "B"]},
            "Thing": thing(
                ['a"b'],
                **{'a"b': {"type": "integer", "description": TRICKY}, "back\\slash": {"type": "string"}},
                children={"type": "array", "items": ref("Thing")},
                words={"type": "array", "items": ref("Word")},
                events={"oneOf": [{"type": "array", "items": EVENT}, {"type": "null"}]},
            ),
            "Begun": thing(["kind", "thing"], kind={"const": "begun"}, thing=ref("Thing")),
            "Ended": thing(["kind", "thing"], kind={"const": "ended"}, thing=ref("Thing")),
            "Other": thing(["kind"], kind={"type": "string"}),
            "Events": thing(
                ["data", "nextCursor"],
                data={"type": "array", "items": EVENT},
                nextCursor={"type": ["string", "null"]},
            ),
        }
    },
}
THING: dict[str, Any] = {
    'a"b': 1,
    "back\\slash": "x",
    "children": [{'a"b': 2}],
    "words": ["a", 'b "c" \\'],
    "events": [{"kind": "ended", "thing": {'a"b': 3}}, {"kind": "paused", "why": None}],
}


def only_the_call(call: Any, _options: Any) -> Any:
    return call


@pytest.fixture(scope="module")
def things(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A resource whose description contains text with a meaning to Python or Jinja."""
    templates = f"--custom-template-path={ROOT / 'scripts' / 'generation' / 'templates'}"
    for _ in generate(tmp_path_factory.mktemp("forms"), "forms", FORMS, templates):
        yield importlib.import_module("forms.api.things").Things(only_the_call)


def test_text_of_a_description_stays_text(things: Any) -> None:
    """Quotes, backslashes and braces of a description appear unchanged in docstrings and keys."""
    read = things.create({}).parse(THING)
    assert read.to_dict() == THING
    assert read.__doc__.strip() == TRICKY
    documented = inspect.cleandoc(things.create.__doc__)
    assert documented.startswith(f"{TRICKY}.\n\nArgs:\n    body: {TRICKY}\n    **options: ")


def test_models_that_hold_each_other_know_each_other(things: Any) -> None:
    """Mutually recursive models are decoded, and an error has the full path."""
    read = things.create({}).parse(THING)
    assert type(read.events[0].thing) is type(read.children[0]) is type(read)
    with pytest.raises(ValueError, match=re.escape('events[0].thing.children[0].a"b: required')):
        things.create({}).parse(changed(THING, ("events", 0, "thing"), {'a"b': 3, "children": [{}]}))


def test_answers_that_are_no_single_model(things: Any) -> None:
    """Unions, null, empty responses and the elements of a page are decoded."""
    event = THING["events"][0]
    assert things.get().parse(event).to_dict() == event
    assert things.get().parse({"kind": "paused"}).to_dict() == {"kind": "paused"}
    assert things.update().parse(None) is None
    assert things.update().parse(THING).to_dict() == THING
    assert things.delete().parse(None) is None
    assert things.list().parse({"data": THING["events"], "nextCursor": None}).data[0].kind == "ended"
    with pytest.raises(ValueError, match="the document: expected an object, got NoneType None"):
        things.get().parse(None)


def test_a_body_that_may_be_left_out_is_not_sent(things: Any) -> None:
    """An optional body is only sent if it was passed."""
    assert "json" not in things.create().request
    assert things.create({'a"b': 1}).request["json"] == {'a"b': 1}
