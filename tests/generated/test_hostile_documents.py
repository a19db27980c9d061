"""A hostile description only becomes plain data in valid code."""

from __future__ import annotations

import ast
import importlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from description.bundle import bundle
from description.name_rules import check_names
from description.parts import Description
from description.yaml_files import read_folder
from generation.generators import PACKAGE, generate
from support.hostile_descriptions import (
    LINE,
    MARK,
    PAYLOAD,
    TEXT,
    document,
    folder_of,
    operation,
    parameter,
    ref,
    thing,
)
from support.paths import ROOT

pytestmark = pytest.mark.packaging

MEMBERS = 200


def member(n: int) -> dict[str, Any]:
    """Return the schema of one of many kinds of events."""
    kinds = {"kind": {"const": f"{n} {LINE}"}, "thing": ref("Thing")}
    return {"type": "object", "additionalProperties": True, "required": ["kind"], "properties": kinds}


# Names with a meaning to Python, the generators or the generated code, which are nevertheless accepted.
NAMES = (
    "d cls self UNSET pop v import None __class__ define t m key src_dict type datetime wrong Any malformed "
    "__init__ __slots__ 1st ünï print error fromisoformat Thing match __getitem__ Mapping tag_of keys _FIELDS _names "
    "getattr frozenset name model_config model_fields mro value __doc__ async property object 0 items get x-y"
)
KEYS = [*NAMES.split(), 'a"b', "c\\e", "it's", "g#h", "{{7919*7919}}", "%}x", "#}z", "x" * 100]
WORDS = [
    "value",
    "name",
    "mro",
    "_value_",
    "__class__",
    "None",
    "import",
    "_missing_",
    "__init__",
    "3d",
    "é",
    LINE,
    "\\",
]
KINDS: list[tuple[dict[str, Any], Any]] = [
    (TEXT, PAYLOAD),
    ({"type": "array", "items": ref("Word")}, WORDS),
    ({"const": LINE}, LINE),
    ({"oneOf": [ref("Thing"), {"type": "null"}]}, None),
    ({"anyOf": [ref("Word"), {"type": "string"}]}, "another"),
    ({"type": "string", "default": PAYLOAD, "pattern": re.escape(PAYLOAD), "format": PAYLOAD}, PAYLOAD),
]
FIELDS = {key: KINDS[index % len(KINDS)] for index, key in enumerate(KEYS)}
THING: dict[str, Any] = {key: value for key, (_, value) in FIELDS.items()}
EVENT = {"kind": f"199 {LINE}", "thing": THING}
PARAMETERS = [
    parameter(name, place, schema)
    for place, schema in (("query", TEXT), ("header", TEXT), ("query", {"type": "array", "items": ref("Word")}))
    for name in {
        "header": ["x-a", "class", "it's"],
        "query": ["import", "k", "v", "None", "a b", "list", "t"] if schema is TEXT else ["UNSET", 'q"\\{{7919*7919}}'],
    }[place]
]
TAGGED = {
    f"/by-tag/{tag}": {"get": operation(f"tagged-{word}", ref("Thing"), tag=tag)}
    for tag, word in {"api": "a", "types": "b", "page": "c", "send": "d", "errors": "e", "models": "f"}.items()
}
ODD_BUT_FINE = document(
    {
        "Word": {"type": "string", "description": PAYLOAD, "enum": WORDS},
        "Thing": thing(*KEYS[::2], **{key: schema for key, (schema, _) in FIELDS.items()}),
        "Event": {
            "description": PAYLOAD,
            "oneOf": [ref(f"Member{n}") for n in range(MEMBERS)],
            "discriminator": {
                "propertyName": "kind",
                "mapping": {f"{n} {LINE}": ref(f"Member{n}")["$ref"] for n in range(MEMBERS)},
            },
        },
        "Holder": thing(events={"type": "array", "items": ref("Event")}, again=ref("Holder"), word=ref("Word")),
        **{f"Member{n}": member(n) for n in range(MEMBERS)},
        **{name: thing("id", id=TEXT, thing=ref("Thing")) for name in ("T", "E", "Enum", "Error", "File", "A" * 100)},
    },
    {
        "/things/{id}": {
            "parameters": [parameter("id", "path")],
            "get": operation("things-list-all", ref("Event"), parameters=PARAMETERS),
            "post": operation("things-create", ref("Thing"), body="Thing", parameters=PARAMETERS),
            "put": operation("things-send", ref("Holder"), body="Holder"),
            "patch": operation("things-raw", {"oneOf": [ref("T"), {"type": "null"}]}),
        },
        **TAGGED,
    },
)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Code generated from a description with payloads in every text and with every unusual name that is accepted."""
    folder = tmp_path_factory.mktemp("hostile")
    source, scratch = folder / "openapi", folder / "scratch"
    source.mkdir()
    scratch.mkdir()
    generate(bundle(folder_of(source, ODD_BUT_FINE)), folder / "generated", scratch)
    return folder / "generated"


@pytest.fixture(scope="module")
def package(generated: Path) -> Iterator[Any]:
    """The generated package, which temporarily replaces ours."""
    ours = {name: sys.modules.pop(name) for name in [*sys.modules] if name.partition(".")[0] == PACKAGE}
    sys.path.insert(0, str(generated))
    importlib.invalidate_caches()
    yield importlib.import_module(PACKAGE)
    sys.path.remove(str(generated))
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]
    sys.modules.update(ours)


def test_every_odd_name_is_accepted(tmp_path: Path) -> None:
    """The rules for names accept every name in this description."""
    description = Description.of(read_folder(folder_of(tmp_path, ODD_BUT_FINE)))
    before = [*description.report.problems]
    check_names(description)
    assert description.report.problems == before


def modules(generated: Path) -> list[Path]:
    found = sorted(generated.rglob("*.py"))
    assert len(found) > MEMBERS
    return found


def test_descriptions_never_become_code(generated: Path) -> None:
    """No module imports or calls a name from a payload, and no template evaluated the product in one."""
    planted = {"os", "environ", "pathlib", "touch", "__import__", "cycler", "__globals__", "eval", "exec"}
    foreign: set[str] = set()
    for module in modules(generated):
        text = module.read_text(encoding="utf-8")
        assert str(7919 * 7919) not in text
        for node in ast.walk(ast.parse(text)):
            names = {value for value in vars(node).values() if isinstance(value, str)}
            assert isinstance(node, ast.Constant) or not names & planted, f"{module.name} has {ast.unparse(node)}"
            if isinstance(node, ast.Import):
                foreign.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                foreign.add(str(node.module).partition(".")[0])
    assert foreign - sys.stdlib_module_names <= {"attrs", "httpx", "pydantic", "typing_extensions"}
    assert planted & foreign == set()


def test_importing_the_generated_code_has_no_side_effects(generated: Path, tmp_path: Path) -> None:
    """Every module is imported without warnings, and without creating the payloads' variable or file."""
    names = [".".join(path.relative_to(generated).with_suffix("").parts) for path in modules(generated)]
    code = (
        f"import importlib, os\nfor name in {names!r}: importlib.import_module(name)\nprint(os.environ.get({MARK!r}))"
    )
    environment = {**os.environ, "PYTHONPATH": str(generated), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment, check=False)
    assert (done.stdout, done.stderr) == ("None\n", "")
    assert [*tmp_path.iterdir()] == []
    assert [*generated.parent.rglob(MARK)] == []


def test_the_generated_code_type_checks(generated: Path) -> None:
    """`mypy --strict` finds no errors."""
    cache = f"--cache-dir={ROOT / '.mypy_cache' / 'hostile'}"
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", cache, str(generated / PACKAGE)]
    environment = {**os.environ, "MYPYPATH": str(generated)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_values_equal_the_description(package: Any) -> None:
    """Keys, enum values and constants with quotes, backslashes and braces are decoded and encoded unchanged."""
    models = importlib.import_module(f"{package.__name__}.models")
    pydantic = importlib.import_module(f"{package.__name__}.pydantic_models")
    read = models.Thing.from_dict(THING)
    assert read.to_dict() == THING
    assert {word.value for word in models.Word} == set(WORDS)
    assert models.Holder.from_dict({"events": [EVENT]}).to_dict() == {"events": [EVENT]}
    assert pydantic.Member199.model_validate(EVENT).model_dump(by_alias=True, exclude_unset=True, mode="json") == EVENT
    constant = next(key for key, (schema, _) in FIELDS.items() if "const" in schema)
    with pytest.raises(ValueError, match=re.escape(f"{constant}: expected it's")):
        models.Thing.from_dict({**THING, constant: "another"})
