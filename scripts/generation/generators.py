"""The generators, which turn a bundled document into `generated/`."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from description.bundle import models_of, prune_to_requests, references, to_json, unions
from description.json_types import Document

from generation.operations_table import operations_table

HERE = Path(__file__).resolve().parent
PACKAGE = "exa_websets_generated"
TOOLS = ("openapi-python-client", "datamodel-code-generator", "ruff")

# Options of openapi-python-client; its other settings are in openapi_python_client.yaml.
CLIENT_OPTIONS = ("--meta=none", "--fail-on-warning")
# Options for both outputs of datamodel-code-generator. Type aliases instead of root models keep unions and enums
# plain values.
DATAMODEL_OPTIONS = (
    "--ignore-pyproject",
    "--input-file-type=openapi",
    "--target-python-version=3.11",
    "--disable-timestamp",
    "--use-type-alias",
    "--enum-field-as-literal=all",
    "--use-schema-description",
    "--use-single-line-docstring",
    "--formatters=builtin",
)
PYDANTIC_OPTIONS = (
    "--output-model-type=pydantic_v2.BaseModel",
    "--use-annotated",
    "--field-constraints",
    "--snake-case-field",
    "--allow-population-by-field-name",
    "--type-mappings=string+uri=string",
    "--strict-types",
    "int",
    "float",
    "bool",
    "--use-field-description",
    "--additional-imports=typing.ClassVar",
    f"--custom-template-dir={HERE / 'templates' / 'models'}",
)
# Keys are the names on the wire, so there is no --snake-case-field.
TYPED_DICT_OPTIONS = (
    f"--custom-template-dir={HERE / 'templates' / 'models'}",
    "--output-model-type=typing.TypedDict",
    "--no-use-closed-typed-dict",
    "--use-field-description",
)


class RegenerationError(Exception):
    """Code cannot be generated, or the generated code cannot be used."""


def generate(document: Document, target: Path, scratch: Path) -> None:
    """Write the contents of `generated/` to an empty or missing folder."""
    package = target / PACKAGE
    target.mkdir(exist_ok=True)
    text = to_json(document)
    whole = _write(scratch / "bundle.json", text)
    requests = _write(scratch / "requests.json", to_json(prune_to_requests(document)))
    _run(
        "openapi_python_client",
        "generate",
        f"--path={whole}",
        f"--output-path={package}",
        f"--config={HERE / 'openapi_python_client.yaml'}",
        f"--custom-template-path={_templates(document, scratch)}",
        *CLIENT_OPTIONS,
    )
    for source, module, options in (
        (whole, "pydantic_models.py", PYDANTIC_OPTIONS),
        (requests, "typed_dicts.py", TYPED_DICT_OPTIONS),
    ):
        _run(
            "datamodel_code_generator",
            f"--input={source}",
            f"--output={package / module}",
            *DATAMODEL_OPTIONS,
            *options,
        )
    _write(package / "document.py", _document(document))
    _format(package)
    _write(package / "py.typed", "")
    _write(package / "stamp.json", _stamp(document["info"]["version"], text))
    readme = (HERE / "templates" / "generated.md").read_text(encoding="utf-8")
    _write(target / "README.md", readme.replace("{{ operations }}", operations_table(document)))
    _assert_same_names(package, document["components"]["schemas"])
    _assert_imports(target)


def compare(committed: Path, fresh: Path) -> list[str]:
    """Return a line for each file that differs, is missing, or is not generated."""
    old = {path.relative_to(committed): path for path in files(committed)}
    new = {path.relative_to(fresh): path for path in files(fresh)}
    lines = [f"missing: {name}" for name in sorted(new.keys() - old.keys())]
    lines += [f"not generated: {name}" for name in sorted(old.keys() - new.keys())]
    same = sorted(old.keys() & new.keys())
    return lines + [f"differs: {name}" for name in same if old[name].read_bytes() != new[name].read_bytes()]


def replace(target: Path, fresh: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(fresh, target, ignore=shutil.ignore_patterns("__pycache__"))


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def _write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _templates(document: Document, scratch: Path) -> Path:
    """Copy the templates and add the unions of the document, which the generator does not pass to templates."""
    templates = Path(shutil.copytree(HERE / "templates", scratch / "templates"))
    members = unions(document)
    names = {" ".join(sorted(models_of(name, members))): name for name in members}
    _write(
        templates / "unions.jinja",
        f"{{% set unions = {json.dumps(members)} %}}\n{{% set names_of_unions = {json.dumps(names)} %}}\n",
    )
    return templates


_DOCUMENT = """\"\"\"The API description that this package was generated from.\"\"\"

from collections.abc import Mapping
from typing import Final

VERSION: Final = {version}

REFERENCES: Final[Mapping[str, tuple[str, ...]]] = {references}
\"\"\"The components that each component refers to.\"\"\"
"""


def _document(document: Document) -> str:
    found = {name: tuple(names) for name, names in references(document).items()}
    return _DOCUMENT.format(version=ascii(document["info"]["version"]), references=ascii(found))


def _stamp(document_version: str, text: str) -> str:
    stamp = {
        "document_version": document_version,
        "document_sha256": hashlib.sha256(text.encode()).hexdigest(),
        **{tool: version(tool) for tool in TOOLS},
    }
    return json.dumps(stamp, indent=2) + "\n"


def _run(module: str, *arguments: str) -> None:
    environment = {**os.environ, "PYTHONWARNINGS": "ignore", "NO_COLOR": "1", "TYPER_STANDARD_TRACEBACK": "1"}
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        lines = [line.strip() for line in f"{done.stdout}\n{done.stderr}".splitlines()]
        said = [line for line in lines if line and not line.startswith(("Generating", "If you believe"))]
        # A traceback ends with the error; a list of warnings starts with it.
        reason = (said[-1] if "Traceback (most recent call last):" in said else " ".join(said[:3]))[:300]
        raise RegenerationError(
            f"{module} cannot generate code from openapi/: {reason}; undo the last change of openapi/, "
            "and add a rule to scripts/description/ that rejects it"
        )


def _format(package: Path) -> None:
    """Format with fixed settings, so that those of an enclosing project have no effect."""
    isolated = ("--isolated", "--no-cache", "--target-version=py311", "--line-length=120")
    # Removing an unused import from an __init__.py is an unsafe fix because it may be a re-export; none of these is.
    _run("ruff", "check", str(package), *isolated, "--fix-only", "--unsafe-fixes", "--select=F401,I,UP")
    _run("ruff", "format", str(package), *isolated, "--config=format.skip-magic-trailing-comma=true")


def _assert_same_names(package: Path, schemas: dict[str, Any]) -> None:
    """Check that both generators keep the names of components, so that users find the same names in both outputs."""
    kinds = {"enum", "allOf", "anyOf", "oneOf"}
    classes = {name for name, schema in schemas.items() if schema.get("type") == "object" or kinds & {*schema}}
    init = package / "models" / "__init__.py"
    models = {*_constant(init, "MODULES"), *_constant(init, "UNIONS")} - {"UNSET", "Unset"}
    pydantic = _defined_names(package / "pydantic_models.py")
    problems = [
        *(f"{name} is in models, but no component of that name is in openapi/" for name in sorted(models - classes)),
        *(f"{name} is not in models" for name in sorted(classes - models)),
        *(f"{name} is in pydantic_models, but not in openapi/" for name in sorted(pydantic - schemas.keys())),
        *(f"{name} is not in pydantic_models" for name in sorted(schemas.keys() - pydantic)),
    ]
    if problems:
        raise RegenerationError("the generators do not use the same names:\n  " + "\n  ".join(problems))


def _constant(module: Path, name: str) -> Any:
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name:
            return ast.literal_eval(node.value)
    raise RegenerationError(f"{module.name} has no {name}")


def _defined_names(module: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            names.update({target.id} if isinstance(target, ast.Name) else ())
    return names


def _assert_imports(target: Path) -> None:
    """Import every module, because openapi-python-client exits with 0 even if it leaves imports of dropped models."""
    modules = [".".join(path.relative_to(target).with_suffix("").parts) for path in sorted(target.rglob("*.py"))]
    code = f"import importlib\nfor name in {modules!r}: importlib.import_module(name)"
    environment = {**os.environ, "PYTHONPATH": str(target), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-W", "error", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise RegenerationError(f"the generated code cannot be imported:\n{done.stderr}")
