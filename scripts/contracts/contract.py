"""Conversion of a document to a contract: its operations, and everything that they send and return."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from attrs import evolve

from contracts.facts import ANSWERS, AUTHENTICATION, BODY, REQUESTS, SERVER, UNUSED, Contract, Operation, Part, Place
from contracts.parts import SCALARS, PartReader, text_of
from contracts.shapes import Inner, Node, Reader, mapping

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
VARIABLE = re.compile(r"\{([^}]*)\}")
JSON = "application/json"


def read(document: Mapping[str, Node], *, by_name: bool, base: str = "") -> Contract:
    """Return the facts of a document, either by named component or with every operation expanded.

    A path that starts with `/v0/` counts as below the base, even if the document names no server.

    Raises:
        ContractError: The target of a reference does not exist.
    """
    reader = Reader(document, by_name=by_name)
    found = _OperationReader(reader, base)
    operations = dict(found.operations(document))
    if by_name:
        for name, schema in document.get("components", {}).get("schemas", {}).items():
            found.parts.add(Place(name), Inner(schema, name), {})
    parts = found.parts.parts
    return Contract(
        operations=operations,
        names=reader.names if by_name else frozenset(),
        parts=parts,
        uses=_uses(parts, operations.keys()),
        texts={key: text_of(document.get(key)) for key in ("info", "tags")},
    )


class _OperationReader:
    def __init__(self, reader: Reader, base: str) -> None:
        self.reader = reader
        self.base = base
        self.parts = PartReader(reader)
        self.schemes_in_use: set[str] = set()

    def operations(self, document: Mapping[str, Node]) -> Iterator[tuple[str, Operation]]:
        for path, item in mapping(document.get("paths")).items():
            for method, shared, each in self._methods(item):
                servers = each.get("servers") or shared.get("servers") or document.get("servers") or [{"url": ""}]
                operation = self._named(path, method, each, str(servers[0]["url"]))
                key = operation.call if self.reader.by_name else operation.address
                self.parts.add_values(Place(key, SERVER), (str(server["url"]).rstrip("/") for server in servers))
                self._authentication(Place(key, AUTHENTICATION), each)
                self._contents(key, path, shared, each)
                yield key, operation
                for name, callback in mapping(each.get("callbacks")).items():
                    named = {f"{name} of {operation.call}": each for each in self.reader.followed(callback).values()}
                    yield from self._incoming("callback", named, operation.address)
        yield from self._incoming("webhook", mapping(document.get("webhooks")), "")
        unused = mapping(self._component("securitySchemes")).keys() - self.schemes_in_use
        self.parts.add_values(Place("", UNUSED), map(self._scheme, unused))

    def _methods(self, item: Node) -> Iterator[tuple[str, Mapping[str, Node], Mapping[str, Node]]]:
        shared = self.reader.followed(item)
        for method in METHODS:
            if method in shared:
                yield method, shared, shared[method]

    def _named(self, path: str, method: str, each: Mapping[str, Node], server: str) -> Operation:
        address = urlsplit(server).path.rstrip("/") + (path.rstrip("/") or "/")
        if address.startswith("/v0/"):
            address = self.base + address
        identity, tags = str(each.get("operationId") or ""), each.get("tags")
        request = f"{method.upper()} {path}"
        return Operation(
            id=identity,
            call=f"{tags[0]}.{re.split('[-_.]', identity)[-1]}" if identity and tags else request,
            request=request,
            address=f"{method.upper()} {VARIABLE.sub('{}', address)}",
            deprecated=bool(each.get("deprecated")),
            texts=self.parts.texts(each),
        )

    def _incoming(self, kind: str, items: Mapping[str, Node], address: str) -> Iterator[tuple[str, Operation]]:
        """Yield the requests that the service makes."""
        for name, item in items.items():
            for method, shared, each in self._methods(item):
                key = f"{kind} {name} {method.upper()}"
                self._contents(key, "", shared, each)
                named = self._named("", method, each, "")
                yield key, evolve(named, id="", call=key, request=key, address=address or key)

    def _contents(self, key: str, path: str, shared: Mapping[str, Node], each: Mapping[str, Node]) -> None:
        given = [*(shared.get("parameters") or ()), *(each.get("parameters") or ())]
        self._parameters(key, VARIABLE.findall(path), map(self.reader.followed, given))
        body = self.reader.followed(each.get("requestBody"))
        if body:
            self._content(Place(key, BODY), body, required=bool(body.get("required")))
        for status, answer in mapping(each.get("responses")).items():
            self._answer(key, str(status), self.reader.followed(answer))

    def _authentication(self, place: Place, operation: Mapping[str, Node]) -> None:
        security: list[dict[str, list[str]]] = operation.get("security", self.reader.document.get("security")) or [{}]
        self.schemes_in_use.update(name for alternative in security for name in alternative)
        alternatives = (
            " and ".join(sorted(" ".join([self._scheme(name), *sorted(scopes)]) for name, scopes in each.items()))
            for each in security
        )
        self.parts.add_values(place, (each or "none" for each in alternatives))

    def _component(self, kind: str) -> Node:
        return mapping(self.reader.document.get("components")).get(kind)

    def _scheme(self, name: str) -> str:
        """Return how a security scheme authenticates, regardless of its name."""
        scheme = self.reader.followed(mapping(self._component("securitySchemes")).get(name))
        known = [str(scheme[key]) for key in ("in", "name", "scheme", "openIdConnectUrl") if key in scheme]
        flows = [json.dumps(scheme["flows"], sort_keys=True, default=str)] if "flows" in scheme else []
        kind = str(scheme.get("type") or f"undefined {name}")
        return " ".join([kind, *(each.lower() for each in known), *flows])

    def _parameters(self, owner: str, in_path: list[str], given: Iterable[Mapping[str, Node]]) -> None:
        for parameter in given:
            name, kind = str(parameter["name"]), str(parameter["in"])
            if not self.reader.by_name and kind == "path":
                # Published documents declare path parameters that do not occur in the path.
                kind, name = ("path", f"{{{in_path.index(name) + 1}}}") if name in in_path else ("query", name)
            place = Place(owner, f"{kind} {name.lower() if kind == 'header' else name}")
            self._value(place, parameter, kind, required=bool(parameter.get("required")))

    def _value(self, place: Place, given: Mapping[str, Node], kind: str, *, required: bool) -> None:
        """Add a parameter or a header, including a serialization that is not the default."""
        content = mapping(given.get("content"))
        media = next(iter(content), "")
        schema = mapping(content.get(media)).get("schema", {})
        self.parts.add(place, Inner(given.get("schema", schema), ""), given, required=required)
        part = self.parts.parts[place]
        usual = "form" if kind in ("query", "cookie") else "simple"
        style = given.get("style") or usual
        written = {**({"media type": media} if media else {}), **({"style": style} if style != usual else {})}
        if given.get("explode", style == "form") != (style == "form") and not part.types <= SCALARS:
            written["explode"] = json.dumps(given["explode"])
        written |= {"allowReserved": "true"} if given.get("allowReserved") else {}
        self.parts.parts[place] = evolve(
            part, rules={**part.rules, **written, **({"media type": media} if media else {})}
        )

    def _answer(self, owner: str, status: str, given: Mapping[str, Node]) -> None:
        self._content(Place(owner, status), given)
        for name, each in mapping(given.get("headers")).items():
            header = self.reader.followed(each)
            place = Place(owner, f"{status} header {name.lower()}")
            self._value(place, header, "header", required=bool(header.get("required")))

    def _content(self, place: Place, given: Mapping[str, Node], *, required: bool = True) -> None:
        """Add the JSON content of a body or a response, and its other media types."""
        content = {
            str(media).partition(";")[0].strip().lower(): mapping(each)
            for media, each in mapping(given.get("content")).items()
        }
        main = next((media for media in content if "json" in media), "")
        if main:
            self.parts.add(place, Inner(content[main].get("schema", {}), ""), given, required=required)
            part = self.parts.parts[place]
            self.parts.parts[place] = evolve(part, rules={**part.rules, **_media_rule(main)})
        else:
            self.parts.parts[place] = Part(frozenset(content), required, texts=self.parts.texts(given))
        for media, each in content.items():
            if media != main:
                inside = place.inside(f"({media})")
                self.parts.add(inside, Inner(each.get("schema", {}), ""), {})
                if "encoding" in each:
                    encoding = {
                        "encoding": json.dumps(self.reader.plain(each["encoding"]), sort_keys=True, default=str)
                    }
                    self.parts.parts[inside] = evolve(self.parts.parts[inside], rules=encoding)


def _media_rule(media: str) -> dict[str, str]:
    return {"media type": media} if media not in ("", JSON) else {}


def _uses(parts: Mapping[Place, Part], operations: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return whether each component is sent, read, or both; unused components count as both."""
    called = {*operations, ""}
    held: dict[str, set[str]] = {}
    for place, part in parts.items():
        held.setdefault(place.owner, set()).update(name for type_ in part.types for name in type_.split(" & "))
    uses: dict[str, set[str]] = {}
    for way in (REQUESTS, ANSWERS):
        waiting = [
            name
            for place, part in parts.items()
            if place.owner in called and place.direction == way
            for type_ in part.types
            for name in type_.split(" & ")
        ]
        while waiting:
            name = waiting.pop()
            if name in held and way not in uses.setdefault(name, set()):
                uses[name].add(way)
                waiting.extend(held[name])
    return {name: frozenset(uses.get(name) or (REQUESTS, ANSWERS)) for name in held if name not in called}
