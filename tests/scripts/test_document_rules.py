"""A description that the generated code could not express is rejected before anything is generated."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from description.check import compile_description
from description.problems import BundleError
from support.hostile_descriptions import MARK, TEXT, document, folder_of, operation, parameter, ref, thing
from support.paths import ROOT
from syrupy.assertion import SnapshotAssertion

TAGGED = {"/a": {"get": operation("things-get")}}
NAMED: dict[str, dict[str, Any]] = {
    "in small letters": {"thing": thing()},
    "of two words": {"Thing Two": thing()},
    "that is code": {"Thing: int = exec('')": thing()},
    "of a keyword": {"None": thing()},
    "of what is imported": {"Any": thing()},
    "of a tag's class": {"Things": thing()},
    "that is too long": {"T" + "h" * 300: thing()},
    "that differs in case only": {"FooBar": thing(), "Foobar": thing()},
}
SCHEMAS: dict[str, dict[str, Any]] = {
    "a property that is a method": {"Thing": thing(from_dict=TEXT)},
    "a property that holds the rest": {"Thing": thing(additional_properties=TEXT)},
    "a property that hides a function": {"Thing": thing(field=TEXT)},
    "a property that hides a type": {"Thing": thing(str=TEXT)},
    "a property that pydantic has": {"Thing": thing(model_dump=TEXT)},
    "properties that differ in case only": {"Thing": thing(fooBar=TEXT, foobar=TEXT)},
    "properties that collapse": {"Thing": thing(**{"a b": TEXT, "a_b": TEXT})},
    "properties alike in Unicode": {"Thing": thing(**dict.fromkeys(["\ufb01le", "file"], TEXT))},
    "a property of signs": {"Thing": thing(**{"$": TEXT})},
    "a property without a name": {"Thing": thing(**{"": TEXT})},
    "a property of two lines": {"Thing": thing(**{"a\nimport os": TEXT})},
    "a property with a null byte": {"Thing": thing(**{"a\x00": TEXT})},
    "a property that is too long": {"Thing": thing(**{"a" * 300: TEXT})},
    "words that differ in case only": {"Word": {**TEXT, "enum": ["txt", "TXT"]}},
    "words that collapse": {"Word": {**TEXT, "enum": ["a b", "a-b"]}},
    "a word twice": {"Word": {**TEXT, "enum": ["a", "a"]}},
    "a word of two lines": {"Word": {**TEXT, "enum": ["a\nb"]}},
    "a word of nothing": {"Word": {**TEXT, "enum": [""]}},
    "a word that is not a string": {"Word": {**TEXT, "enum": [1, None]}},
    "names of words that are code": {"Word": {**TEXT, "enum": ["a"], "x-enum-varnames": ["A\nimport os"]}},
    "names of words that are alike": {"Word": {**TEXT, "enum": ["a", "b"], "x-enum-varnames": ["A", "a"]}},
    "a constant of two lines": {"Thing": thing(kind={"const": "a\nb"})},
    "a constant that is not a string": {"Thing": thing(kind={"const": [1]})},
    "a reference to itself": {"Thing": ref("Thing")},
    "a reference to one that refers back": {"One": ref("Two"), "Two": ref("One")},
    "a list of itself": {"Many": {"type": "array", "items": ref("Many")}},
    "a union of itself": {
        "One": {"oneOf": [ref("Thing"), ref("Two")]},
        "Two": {"anyOf": [ref("One")]},
        "Thing": thing(),
    },
    "a combination of itself": {"One": {"allOf": [ref("One"), {"type": "object"}]}},
    "a reference into a schema": {"One": thing(a=TEXT), "Two": {"$ref": "#/components/schemas/One/properties/a"}},
    "a reference out of the folder": {"One": {"$ref": "../../etc/passwd#/x"}},
    "a reference to another host": {"One": {"$ref": "https://other.example/x.yaml#/One"}},
}


OPERATIONS: dict[str, dict[str, Any]] = {
    "a path that is code": {'/a"\n{{7919*7919}}': {"get": operation("a-get")}},
    "a path with a brace": {"/a/{": {"get": operation("a-get")}},
    "a path with an attribute": {"/a/{id.__class__}": {"get": operation("a-get")}},
    "an id that is code": {"/a": {"get": operation('a"; import os')}},
    "an id that leads elsewhere": {"/a": {"get": operation("../../a")}},
    "an id that is too long": {"/a": {"get": operation("a" * 300)}},
    "no id": {"/a": {"get": operation("")}},
    "a method that is a keyword": {"/a": {"get": operation("things-import")}},
    "a method that hides a type": {"/a": {"get": operation("things-str")}},
    "two methods of one name": {"/a": {"get": operation("a-get"), "post": operation("b-get")}},
    "a tag that leads elsewhere": {"/a": {"get": operation("a-get", tag="../a")}},
    "a tag that is code": {"/a": {"get": operation("a-get", tag="a: exec('') #")}},
    "a tag that the client has": {"/a": {"get": operation("a-get", tag="close")}},
    "two tags": {"/a": {"get": operation("a-get", tags=["a", "b"])}},
    "a parameter of two lines": {"/a": {"get": operation("a-get", parameters=[parameter("x-a\r\nx-b", "header")])}},
    "a parameter without a letter": {"/a": {"get": operation("a-get", parameters=[parameter('"')])}},
    "a parameter of the client's": {"/a": {"get": operation("a-get", parameters=[parameter("timeout")])}},
    "a parameter for a cookie": {"/a": {"get": operation("a-get", parameters=[parameter("a", "cookie")])}},
}
REFUSED = {
    **{f"a schema {name}": document({"Other": thing(), **schemas}, TAGGED) for name, schemas in NAMED.items()},
    **{name: document(schemas) for name, schemas in SCHEMAS.items()},
    **{name: document({}, paths) for name, paths in OPERATIONS.items()},
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_texts_that_code_cannot_hold_are_rejected(
    content: dict[str, Any], tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    """A name or value that would be lost, collide or break the code is rejected before generation."""
    with pytest.raises(BundleError) as caught:
        compile_description(folder_of(tmp_path, content))
    prefix = f"{tmp_path.name}/websets.yaml:1: "
    assert [str(one).removeprefix(prefix) for one in caught.value.problems] == snapshot


FILES = {
    "nothing": "",
    "a list": "[]",
    "a word": "hello",
    "invalid YAML": "a: [1,\n b: }",
    "a key twice": "openapi: 3.1.0\nopenapi: 3.1.0\n",
    "a Python object": f'a: !!python/object/apply:os.mkdir ["{MARK}"]\n',
    "a document without an end": "openapi: 3.1.0\ninfo: &a {x: *a}\n",
    "a document that grows": "a: &a [x,x]\n"
    + "".join(f"a{n + 1}: &a{n + 1} [*a{n or ''},*a{n or ''}]\n" for n in range(60)),
    "a date": "openapi: 3.1.0\ninfo: {title: t, version: 2025-07-31}\n",
    "no number": "openapi: 3.1.0\ninfo: {title: t, version: .nan}\n",
    "half a character": '{"openapi": "\\ud800"}',
    "a null byte": "openapi: 3.1.0\x00",
    "a list of paths": "openapi: 3.1.0\npaths: []\n",
    "a list of schemas": "openapi: 3.1.0\ncomponents: {schemas: []}\n",
    "an item that is not an object": "openapi: 3.1.0\npaths: {/a: hello}\n",
}


@pytest.mark.parametrize("name", ["websets.yaml", "another.yaml"])
@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
def test_a_file_without_a_description_is_named(text: str, name: str, tmp_path: Path) -> None:
    """Whatever a file contains, each line starts with its name and a line number, and no code in it is run."""
    folder_of(tmp_path, {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {}})
    with pytest.raises(BundleError) as caught:
        compile_description(folder_of(tmp_path, text, name))
    lines = str(caught.value).splitlines()
    assert lines
    assert all(re.match(rf"{tmp_path.name}/{name}:\d+: \S", line) for line in lines)
    assert not Path(MARK).exists()


MESSAGES: dict[str, tuple[Any, str]] = {
    "a constant that is not a string": (
        document(SCHEMAS["a constant that is not a string"]),
        "const: [1] is not a string",
    ),
    "invalid YAML": (FILES["invalid YAML"], "openapi/websets.yaml:2: not valid YAML"),
    "an id twice": (
        document({}, {"/a": {"get": operation("a-b"), "put": operation("a-b")}}),
        "'a-b' is also used on line 1 of websets.yaml",
    ),
    "an invalid pattern": (document({"Text": {**TEXT, "pattern": "("}}), "write a regular expression"),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_the_message_names_the_fault(name: str, tmp_path: Path) -> None:
    """The message has the place and what is wrong there."""
    content, words = MESSAGES[name]
    (tmp_path / "openapi").mkdir()
    with pytest.raises(BundleError) as caught:
        compile_description(folder_of(tmp_path / "openapi", content))
    assert words in str(caught.value)


@pytest.mark.parametrize("name", ["a constant that is not a string", "invalid YAML"])
def test_the_command_rejects_with_a_message(name: str, tmp_path: Path) -> None:
    """`scripts/regenerate` exits with 1 and a message, without a traceback, and writes nothing."""
    content, words = MESSAGES[name]
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "openapi").mkdir()
    folder_of(tmp_path / "openapi", content)
    command = [sys.executable, str(tmp_path / "scripts"), "generation.regenerate"]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert re.fullmatch(r"(openapi/.*\n)+scripts/regenerate: .* in openapi/; nothing was written\n", done.stderr)
    assert (done.returncode, done.stdout) == (1, "")
    assert not (tmp_path / "generated").exists()
