"""The public API of the packages as text: one line for each public name, read without importing the packages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import griffe
from griffe import Alias, Attribute, Class, Expr, Function, Module, Object

ROOTS = ("overrides", "generated")
PACKAGES = ("exa_websets", "exa_websets_generated")
_REQUIRED = ", required"
# Each module below this package holds one class, which the package itself exports.
_MODELS = "exa_websets_generated.models"
_NOT_SHOWN = ("__repr__", "__reduce__", "__del__", "__post_init__", "__attrs_post_init__")


def surface(root: Path, packages: Iterable[str] = PACKAGES) -> dict[str, str]:
    """Return the public names of a checkout, each with its signature, type or bases.

    A name is a dotted path, such as `webhooks.verify` or `exa_websets_generated.models.Webset.id`. A class that
    cannot be imported, because users only receive its instances, is listed by its own name: `Websets.cancel_many`.
    """
    objects = _read(root, packages)
    public = {each.path for each in objects.values()}
    return {
        name.removeprefix("exa_websets."): _text(each, public)
        for name, each in sorted(objects.items())
        if not isinstance(each, Module)
    }


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """Return the new names, and the changes of existing ones; only the outermost names are listed."""

    def outermost(names: set[str]) -> list[str]:
        return sorted(name for name in names if name.rpartition(".")[0] not in names)

    added = outermost(new.keys() - old.keys())
    changed = dict.fromkeys(outermost(old.keys() - new.keys()), "is removed")
    for name in old.keys() & new.keys():
        if old[name] != new[name]:
            was, is_ = (text.lstrip(" :=") or "plain" for text in (old[name], new[name]))
            changed[name] = f"was {was}, is {is_}"
    required = [name for name in added if new[name].endswith(_REQUIRED) and name.rpartition(".")[0] in old]
    changed |= dict.fromkeys(required, "is new and required")
    return [name for name in added if name not in changed], dict(sorted(changed.items()))


def _text(each: Object, public: set[str]) -> str:
    if isinstance(each, Class):
        bases = _bases(each, public)
        return f"({', '.join(bases)})" if bases else ""
    if isinstance(each, Function):
        return _signature(each)
    assert isinstance(each, Attribute)
    type_ = "" if each.annotation is None else f": {each.annotation}"
    if each.value is not None and each.labels & {"class-attribute", "module-attribute"}:
        return f"{type_} = {each.value}"
    return f"{type_}{_REQUIRED}" if _is_required(each) else type_


def _is_required(each: Attribute) -> bool:
    """Return True for a field without a default, which callers must pass."""
    if each.annotation is None or each.value is not None or "property" in each.labels:
        return False
    is_total = isinstance(each.parent, Class) and str(each.parent.keywords.get("total")) != "False"
    return is_total and not str(each.annotation).startswith("NotRequired[")


def _bases(class_: Class, public: set[str]) -> list[str]:
    """Return the public bases; a private base is replaced by its own public bases."""
    found: list[str] = []
    for base in class_.bases:
        target = _class_of(class_, base)
        found += _bases(target, public) if target and target.path not in public else [str(base)]
    return found


def _signature(function: Function) -> str:
    public = [parameter for parameter in function.parameters if not parameter.name.startswith("_")]
    shown = Function("", parameters=griffe.Parameters(*public), returns=function.returns, parent=function.parent)
    return shown.signature(return_type=True) + (", awaited" if "async" in function.labels else "")


def _read(root: Path, names: Iterable[str]) -> dict[str, Object]:
    """Return the public objects of packages by their names."""
    loader = griffe.GriffeLoader(
        search_paths=[root / folder for folder in ROOTS],
        allow_inspection=False,
        extensions=griffe.load_extensions(_LazyNames),
    )
    packages: dict[str, Module] = {}
    for name in sorted(names, reverse=True):  # the target of a star import must be loaded first
        package = loader.load(name)
        assert isinstance(package, Module)
        packages[name] = package
    loader.resolve_aliases(implicit=True, external=False)
    for package in packages.values():
        _mark_public(package)
    objects: dict[str, Object] = {}
    seen: set[str] = set()
    inherited: dict[str, str] = {}
    for name, package in packages.items():
        _collect(name, package, objects, seen, inherited)
    received: set[str] = set()
    searched: set[str] = set()
    while more := _received(objects, seen, searched):
        for each in more:
            received.add(each.name)
            _collect(each.name, each, objects, seen, inherited)
    for name, base in inherited.items():
        if base in seen:
            del objects[name]  # it is listed below the base
    for name in received:
        objects.pop(f"{name}.__init__", None)  # users never call it
    return objects


class _LazyNames(griffe.Extension):
    def on_class_members(self, *, cls: Class, **kwargs: Any) -> None:
        for name, member in cls.members.items():
            if isinstance(member, Function) and any("resource_property" in str(one.value) for one in member.decorators):
                attribute = Attribute(name, annotation=member.returns, parent=cls, docstring=member.docstring)
                attribute.labels |= {"cached", "property"}
                cls.members[name] = attribute

    def on_module_members(self, *, mod: Module, **kwargs: Any) -> None:
        if mod.exports and not all(isinstance(name, str) for name in mod.exports):
            mod.exports = None  # a computed `__all__`; the star import beside it has the same names
        for name in mod.exports or ():
            if member := mod.members.get(str(name)):
                member.runtime = True


def _mark_public(module: Module) -> None:
    """Correct what griffe considers public."""
    if module.name.startswith("_") or (module.parent and module.parent.path == _MODELS):
        module.public = False
    for member in module.members.values():
        if isinstance(member, Alias):
            if member.wildcard_imported:
                member.public = _target(member) is not None
        elif isinstance(member, Module):
            _mark_public(member)
        elif isinstance(member, Class):
            for name in _NOT_SHOWN:
                if name in member.members:
                    member.members[name].public = False
        elif member.is_special:
            member.public = False


def _collect(name: str, each: Object, objects: dict[str, Object], seen: set[str], inherited: dict[str, str]) -> None:
    """Add an object and its public members, and record the classes from which members are inherited."""
    objects[name] = each
    if not isinstance(each, Module | Class) or each.path in seen:
        return
    seen.add(each.path)
    for member_name, member in each.all_members.items():
        target = _target(member) if member.is_public else None
        if target and isinstance(member, Alias) and member.inherited and target.parent:
            inherited[f"{name}.{member_name}"] = target.parent.path
        if target:
            _collect(f"{name}.{member_name}", target, objects, seen, inherited)


def _received(objects: dict[str, Object], seen: set[str], searched: set[str]) -> list[Class]:
    """Return the classes from private modules that public names return or hold, such as resources."""
    found: dict[str, Class] = {}
    for name, each in objects.items():
        if name in searched or not each.path.startswith(f"{PACKAGES[0]}."):
            continue
        searched.add(name)
        for path in _types(each):
            target = _member(each, path)
            if isinstance(target, Class) and target.path not in seen:
                found[target.path] = target
    return [*found.values()]


def _types(each: Object) -> Iterator[str]:
    type_ = each.annotation if isinstance(each, Attribute) else each.returns if isinstance(each, Function) else None
    for part in type_.iterate() if isinstance(type_, Expr) else ():
        if isinstance(part, griffe.ExprName):
            path = part.canonical_path
            yield path
            if each.parent and path.startswith(f"{each.path}."):  # a resource has the name of its module
                yield each.module.path + path.removeprefix(each.parent.path)


def _class_of(near: Class, base: str | Expr) -> Class | None:
    """Return the class in our packages that an expression names."""
    target = _member(near, base.canonical_path) if isinstance(base, Expr) else None
    return target if isinstance(target, Class) else None


def _member(near: Object, path: str) -> Object | None:
    try:
        return _target(near.modules_collection.get_member(path))
    except (KeyError, griffe.GriffeError):
        return None


def _target(member: Object | Alias) -> Object | None:
    """Return the object that a name refers to, or None if it belongs to another distribution."""
    if isinstance(member, Object):
        return member
    try:
        target = member.final_target
    except griffe.GriffeError:
        return None
    return target if target.package.path in PACKAGES else None
