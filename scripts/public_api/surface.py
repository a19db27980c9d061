"""Reads what users can import from both packages, without importing it: names, signatures, fields and types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import griffe
from attrs import frozen
from griffe import Alias, Attribute, Class, Expr, Function, Module, Object, Parameter, ParameterKind

ROOTS = ("overrides", "generated")
PACKAGES = ("exa_websets", "exa_websets_generated")
# Each module below holds one class, which the package itself exports.
_INNER = "exa_websets_generated.models"
_FIELD_CLASSES = ("attrs.define", "attrs.frozen", "attrs.mutable", "typing.TypedDict", "pydantic.BaseModel")
_FIELD_CALLS = ("attrs.field", "pydantic.Field")
_UNSAID = ("__repr__", "__reduce__", "__del__", "__post_init__", "__attrs_post_init__")


@frozen
class PublicApi:
    """What users can reach in the packages of one tree.

    `objects` has each by its way, such as `exa_websets.models.Webset.id`; one that cannot be imported, because it is
    only handed out, has its class's name for a way, as in `Websets.cancel_many`.
    """

    packages: dict[str, Module]
    handed_out: dict[str, Class]
    objects: dict[str, Object]

    def ways_to(self, each: Object | Alias) -> list[str]:
        """Give the ways to an object, or to the name that stands for it."""
        if each.path in self.objects:
            return [each.path]
        return [way for way, known in self.objects.items() if known.path == each.path]


def read(root: Path, names: Iterable[str] = PACKAGES) -> PublicApi:
    """Read packages of a checkout."""
    loader = griffe.GriffeLoader(
        search_paths=[root / folder for folder in ROOTS],
        allow_inspection=False,
        extensions=griffe.load_extensions(_LazyNames),
    )
    packages: dict[str, Module] = {}
    for name in sorted(names, reverse=True):  # a star import needs that what it names is read before
        package = loader.load(name)
        assert isinstance(package, Module)
        packages[name] = package
    loader.resolve_aliases(implicit=True, external=False)
    for package in packages.values():
        _prepare(package)
    objects: dict[str, Object] = {}
    seen: set[str] = set()
    inherited: dict[str, str] = {}
    for name, package in packages.items():
        _collect(name, package, objects, seen, inherited)
    handed_out: dict[str, Class] = {}
    looked_at: set[str] = set()
    while more := _handed_out(objects, seen, looked_at):
        for each in more:
            handed_out[each.name] = each
            _collect(each.name, each, objects, seen, inherited)
    for way, base in inherited.items():
        if base in seen:
            del objects[way]  # the base class has it, under a way of its own
    for name in handed_out:
        objects.pop(f"{name}.__init__", None)  # users never make one
    return PublicApi(packages, handed_out, objects)


def resolved(member: Object | Alias) -> Object | None:
    """Give the object that a name stands for, or None for one of another distribution."""
    if isinstance(member, Object):
        return member
    try:
        target = member.final_target
    except griffe.GriffeError:
        return None
    return target if target.package.path in PACKAGES else None


def class_of(near: Class, base: str | Expr) -> Class | None:
    """Find a class of our own by the expression that names it."""
    if not isinstance(base, Expr):
        return None
    try:
        target = resolved(near.modules_collection.get_member(base.canonical_path))
    except (KeyError, griffe.GriffeError):
        return None
    return target if isinstance(target, Class) else None


def signature(function: Function) -> str:
    """Write the parameters and the answer of a function."""
    written: list[str] = []
    before = None
    for parameter in public_parameters(function):
        kind = parameter.kind
        if before is ParameterKind.positional_only and kind is not before:
            written.append("/")
        if kind is ParameterKind.keyword_only and before not in (kind, ParameterKind.var_positional):
            written.append("*")
        stars = {ParameterKind.var_positional: "*", ParameterKind.var_keyword: "**"}.get(kind, "") if kind else ""
        type_ = "" if parameter.annotation is None else f": {parameter.annotation}"
        default = "" if stars or parameter.default is None else f" = {parameter.default}"
        written.append(f"{stars}{parameter.name}{type_}{default}")
        before = kind
    if before is ParameterKind.positional_only:
        written.append("/")
    answer = "" if function.returns is None else f" -> {function.returns}"
    return f"({', '.join(written)}){answer}"


def public_parameters(function: Function) -> list[Parameter]:
    """Give the parameters that callers may use."""
    return [parameter for parameter in function.parameters if not parameter.name.startswith("_")]


class _LazyNames(griffe.Extension):
    def on_module_members(self, *, mod: Module, **kwargs: Any) -> None:
        if mod.exports and not all(isinstance(name, str) for name in mod.exports):
            mod.exports = None  # a computed `__all__`; the star import for type checkers beside it says the same
        for name in mod.exports or ():
            if member := mod.members.get(str(name)):
                member.runtime = True


def _prepare(module: Module) -> None:
    """Say what is public where griffe does not know, and write the constructors that fields make."""
    if module.name.startswith("_") or (module.parent and module.parent.path == _INNER):
        module.public = False
    for member in [*module.members.values()]:
        if isinstance(member, Alias):
            if member.wildcard_imported:
                member.public = resolved(member) is not None
        elif isinstance(member, Module):
            _prepare(member)
        elif isinstance(member, Class):
            if "__init__" not in member.members and _has_fields(member):
                member.set_member("__init__", _constructor(member))
            for name in _UNSAID:
                if name in member.members:
                    member.members[name].public = False
        elif member.is_special:
            member.public = False


def _has_fields(class_: Class) -> bool:
    marks = [*(decorator.value for decorator in class_.decorators), *class_.bases]
    if any(isinstance(mark, Expr) and mark.canonical_path in _FIELD_CLASSES for mark in marks):
        return True
    return any(above is not None and _has_fields(above) for above in _bases(class_))


def _bases(class_: Class) -> list[Class | None]:
    return [class_of(class_, base) for base in class_.bases]


def _constructor(class_: Class) -> Function:
    # By keyword only: the order of generated fields follows the description and is no promise.
    init = Function(
        "__init__",
        parameters=griffe.Parameters(Parameter("self", kind=ParameterKind.positional_or_keyword), *_fields(class_)),
        returns="None",
        lineno=class_.lineno,
        endlineno=class_.endlineno,
        parent=class_,
    )
    init.labels.add("fields")
    return init


def _fields(class_: Class) -> list[Parameter]:
    fields: dict[str, Parameter] = {}
    for above in _bases(class_):
        fields |= {field.name: field for field in _fields(above)} if above else {}
    for member in class_.members.values():
        if not isinstance(member, Attribute) or member.annotation is None or "property" in member.labels:
            continue
        if "class-attribute" in member.labels and "instance-attribute" not in member.labels:
            continue
        given: dict[str, str | Expr] = {}
        default = member.value
        if isinstance(default, griffe.ExprCall) and default.canonical_path in _FIELD_CALLS:
            given = {each.name: each.value for each in default.arguments if isinstance(each, griffe.ExprKeyword)}
            default = given.get("default", given.get("factory", given.get("default_factory")))
        if str(class_.keywords.get("total")) == "False" or str(member.annotation).startswith("NotRequired["):
            default = "..."
        if str(given.get("init")) != "False":
            name = member.name.lstrip("_")
            kind = ParameterKind.keyword_only
            fields[name] = Parameter(name, annotation=member.annotation, kind=kind, default=default)
    return [*fields.values()]


def _collect(way: str, each: Object, objects: dict[str, Object], seen: set[str], inherited: dict[str, str]) -> None:
    """Gather an object and what is public in it, and say from which class it inherits that."""
    objects[way] = each
    if not isinstance(each, Module | Class) or each.path in seen:
        return
    seen.add(each.path)
    for name, member in each.all_members.items():
        target = resolved(member) if member.is_public else None
        if target and isinstance(member, Alias) and member.inherited and target.parent:
            inherited[f"{way}.{name}"] = target.parent.path
        if target:
            _collect(f"{way}.{name}", target, objects, seen, inherited)


def _handed_out(objects: dict[str, Object], seen: set[str], looked_at: set[str]) -> list[Class]:
    """Find the classes of private modules that users get from what is public, such as the resources of a client."""
    found: dict[str, Class] = {}
    for way, each in objects.items():
        if way in looked_at or not each.path.startswith(f"{PACKAGES[0]}."):
            continue
        looked_at.add(way)
        for name in _names_given(each):
            try:
                target = resolved(each.modules_collection.get_member(name))
            except (KeyError, griffe.GriffeError):
                continue
            if isinstance(target, Class) and target.path not in seen:
                found[target.path] = target
    return [*found.values()]


def _names_given(each: Object) -> Iterator[str]:
    type_ = each.annotation if isinstance(each, Attribute) else each.returns if isinstance(each, Function) else None
    for part in type_.iterate() if isinstance(type_, Expr) else ():
        if isinstance(part, griffe.ExprName):
            yield part.canonical_path
