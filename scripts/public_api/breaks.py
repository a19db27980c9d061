"""Finds what in a public API is gone or asks more of its users than before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import griffe
from attrs import frozen
from griffe import Alias, Attribute, BreakageKind, Class, Expr, Function, Module, Object

from public_api.surface import PublicApi, class_of, public_parameters

_WORDS = {
    BreakageKind.PARAMETER_MOVED: "has another position",
    BreakageKind.PARAMETER_REMOVED: "is removed",
    BreakageKind.PARAMETER_CHANGED_KIND: "is passed in another way",
    BreakageKind.PARAMETER_CHANGED_DEFAULT: "has another default",
    BreakageKind.PARAMETER_CHANGED_REQUIRED: "is required now",
    BreakageKind.PARAMETER_ADDED_REQUIRED: "is new and required",
    BreakageKind.RETURN_CHANGED_TYPE: "has no return type any more",
    BreakageKind.OBJECT_CHANGED_KIND: "is another kind of thing",
}


@frozen
class Break:
    """Something that may stop a user's program from working."""

    where: str
    name: str
    what: str
    parameter: str = ""

    @property
    def section(self) -> str:
        """The section of the changelog for it."""
        return "Removed" if self.what == "is removed" and not self.parameter else "Changed"

    def __str__(self) -> str:
        subject = f"{self.name}({self.parameter})" if self.parameter else self.name
        return f"{self.where}: {subject} {self.what}"


@frozen
class Tree:
    """A checkout, or what a revision has of it."""

    root: Path
    api: PublicApi
    revision: str = ""

    def place(self, each: Object | Alias) -> str:
        """Say where an object stands."""
        path = Path(str(each.filepath)).relative_to(self.root).as_posix()
        return f"{path}:{each.lineno or 1}" + (f" of {self.revision}" if self.revision else "")


def breaks(old: Tree, new: Tree) -> list[Break]:
    """List every break once, sorted by where it is."""
    everything = (*_types(old, new), *_griffe(old, new), *_removals(old, new))
    found = {(each.name, each.what, each.parameter): each for each in everything}
    return sorted(found.values(), key=lambda each: (each.where.partition(":")[0], each.name, each.parameter, each.what))


def additions(old: PublicApi, new: PublicApi) -> list[str]:
    """Name what is new, without what is in something new."""
    ways = [way for way in new.objects if way not in old.objects and not way.endswith(".__init__")]
    outer = {*ways}
    return sorted({short_name(new, way) for way in ways if way.rpartition(".")[0] not in outer})


def short_name(api: PublicApi, way: str) -> str:
    """Name an object as a changelog does: `found`, `webhooks.verify`, `Webset.id`, `websets_cancel`."""
    above, _, name = way.rpartition(".")
    each, parent = api.objects.get(way), api.objects.get(above)
    if isinstance(parent, Class):
        return parent.name if name == "__init__" else f"{parent.name}.{name}"
    if not isinstance(parent, Module) or isinstance(each, Class | Module) or parent.is_init_module:
        return name
    # An endpoint module has one operation in four forms.
    return parent.name if ".api." in above else f"{parent.name}.{name}"


def type_text(annotation: str | Expr | None) -> str:
    """Write a type without the modules it comes from."""
    if isinstance(annotation, griffe.ExprAttribute):
        return type_text(annotation.values[-1])
    if isinstance(annotation, griffe.ExprName):
        return annotation.name
    if isinstance(annotation, Expr):
        return "".join(type_text(part) for part in annotation.iterate(flat=False))
    return str(annotation)


def type_members(annotation: str | Expr | None) -> frozenset[str]:
    """Split a type into what a union or a Literal is made of."""
    if isinstance(annotation, griffe.ExprBinOp) and annotation.operator == "|":
        return type_members(annotation.left) | type_members(annotation.right)
    if isinstance(annotation, griffe.ExprSubscript):
        inner, outer = annotation.slice, type_text(annotation.left)
        if outer == "Literal":
            values = inner.elements if isinstance(inner, griffe.ExprTuple) else (inner,)
            return frozenset(f"Literal[{type_text(value)}]" for value in values)
        if outer == "NotRequired":
            return type_members(inner)
    return frozenset({type_text(annotation)})


def ancestors(class_: Class) -> frozenset[str]:
    """Name the public classes above a class."""
    names: set[str] = set()
    for base in class_.bases:
        target = class_of(class_, base)
        names |= {target.name, *ancestors(target)} if target else {type_text(base).partition("[")[0]}
    return frozenset(name for name in names if not name.startswith("_"))


def _removals(old: Tree, new: Tree) -> Iterator[Break]:
    for way, each in old.api.objects.items():
        above, _, name = way.rpartition(".")
        parent = new.api.objects.get(above)
        if way in new.api.objects or parent is None or name == "__init__":
            continue
        member = parent.all_members.get(name)
        if member is None or not member.is_public:
            yield Break(old.place(each), short_name(old.api, way), "is removed")


def _of_function(tree: Tree, each: Object | Alias, name: str, what: str, parameter: str) -> Break:
    if parameter and "fields" in each.labels:
        return Break(tree.place(each), f"{name}.{parameter}", what)
    return Break(tree.place(each), name, what, parameter)


def _griffe(old: Tree, new: Tree) -> Iterator[Break]:
    pairs: list[tuple[Object, Object]] = [(each, new.api.packages[name]) for name, each in old.api.packages.items()]
    both = old.api.handed_out.keys() & new.api.handed_out.keys()
    pairs += [(old.api.handed_out[name], new.api.handed_out[name]) for name in sorted(both)]
    for pair in pairs:
        for each in griffe.find_breaking_changes(*pair):
            if each.kind not in _WORDS:
                continue
            subject = (each.old_value or each.new_value) if "PARAMETER" in each.kind.name else None
            parameter = subject.name if isinstance(subject, griffe.Parameter) else ""
            if parameter.startswith("_"):
                continue
            for way in new.api.ways_to(each.obj):
                yield _of_function(new, each.obj, short_name(new.api, way), _WORDS[each.kind], parameter)


def _types(old: Tree, new: Tree) -> Iterator[Break]:
    for way, before in old.api.objects.items():
        now = new.api.objects.get(way)
        name = short_name(old.api, way)
        if isinstance(before, Attribute) and isinstance(now, Attribute):
            if what := _attribute(before, now):
                yield Break(new.place(now), name, what)
        elif isinstance(before, Function) and isinstance(now, Function):
            for parameter, what in _function(before, now):
                yield _of_function(new, now, name, what, parameter)
        elif isinstance(before, Class) and isinstance(now, Class) and (lost := ancestors(before) - ancestors(now)):
            yield Break(new.place(now), name, f"is no {' and no '.join(sorted(lost))} any more")


def _attribute(before: Attribute, now: Attribute) -> str:
    was, is_ = type_members(before.annotation), type_members(now.annotation)
    above = ancestors(now.parent) if isinstance(now.parent, Class) else frozenset[str]()
    what = f"has the type {type_text(now.annotation)}, was {type_text(before.annotation)}"
    if "TypedDict" in above:
        return ""  # its constructor tells
    if "property" in now.labels:
        return "" if is_ <= was else what
    if was != is_:
        return what
    if above & {"Enum", "IntEnum", "StrEnum"} and str(before.value) != str(now.value):
        return f"has the value {now.value}, was {before.value}"
    if "TypeAlias" in was or "TypeAliasType" in str(before.value):
        lost = type_members(_aliased(before.value)) - type_members(_aliased(now.value))
        return f"has no {' and no '.join(sorted(lost))} any more" if lost else ""
    return ""


def _aliased(value: str | Expr | None) -> str | Expr | None:
    return value.arguments[-1] if isinstance(value, griffe.ExprCall) else value


def _function(before: Function, now: Function) -> Iterator[tuple[str, str]]:
    if "async" in before.labels ^ now.labels:
        yield "", "is awaited now" if "async" in now.labels else "is not awaited any more"
    is_dict = isinstance(now.parent, Class) and "TypedDict" in ancestors(now.parent)
    if "fields" in now.labels and not is_dict:
        return  # the attributes tell
    parameters = {parameter.name: parameter for parameter in public_parameters(now)}
    for parameter in public_parameters(before):
        other = parameters.get(parameter.name)
        if other is None or other.annotation is None:
            continue
        took, takes = type_members(parameter.annotation), type_members(other.annotation)
        if "Any" not in takes and not took <= takes:
            yield parameter.name, f"takes {type_text(other.annotation)}, took {type_text(parameter.annotation)}"
    if before.returns and now.returns and not type_members(now.returns) <= type_members(before.returns):
        yield "", f"returns {type_text(now.returns)}, returned {type_text(before.returns)}"
