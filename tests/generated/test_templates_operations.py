"""The resource classes have one method for each operation, in both forms."""

from __future__ import annotations

import asyncio
import inspect
import re
from typing import Any

import pytest
from exa_websets_generated import api
from support.openapi_document import document, followed, resolved


class Operation:
    """An operation of the description."""

    def __init__(self, path: str, method: str, described: dict[str, Any]) -> None:
        self.path = path
        self.method = method
        self.id: str = described["operationId"]
        self.tag: str = described["tags"][0]
        self.body = "requestBody" in described
        answers = [answer for status, answer in described["responses"].items() if status.startswith("2")]
        content = followed(answers[0]).get("content", {})
        self.answer = resolved(content["application/json"]["schema"]) if content else {}

    @property
    def name(self) -> str:
        return self.id.rpartition("-")[2]

    @property
    def pages(self) -> bool:
        return {"data", "nextCursor"} <= set(self.answer.get("properties", {}))

    @property
    def arguments(self) -> list[Any]:
        """Return an argument for each path parameter and for the body."""
        return ["a b/c" for _ in range(self.path.count("{"))] + [{"some": "body"}] * self.body


OPERATIONS = [
    Operation(path, method, described)
    for path, item in document()["paths"].items()
    for method, described in item.items()
]


def resources(tag: str, send: Any = None) -> tuple[Any, Any]:
    """Create both resource classes of a tag."""
    module, name = getattr(api, tag), "".join(word.capitalize() for word in tag.split("_"))
    return getattr(module, name)(send), getattr(module, f"Async{name}")(send)


def test_each_tag_has_a_method_an_operation_and_no_other() -> None:
    """A resource has one method for each operation of its tag, and `list_all` if one of them is paged."""
    for tag in {operation.tag for operation in OPERATIONS}:
        own = [operation for operation in OPERATIONS if operation.tag == tag]
        expected = {operation.name for operation in own} | {f"{one.name}_all" for one in own if one.pages}
        for resource in resources(tag):
            assert {name for name in type(resource).__dict__ if not name.startswith("_")} == expected


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_sync_and_async_have_one_signature(operation: Operation) -> None:
    """A method and its asynchronous twin have the same arguments and return type."""
    sync, twin = (getattr(resource, operation.name) for resource in resources(operation.tag))
    assert inspect.signature(sync) == inspect.signature(twin)
    assert not inspect.iscoroutinefunction(sync)
    assert inspect.iscoroutinefunction(twin)


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.pages], ids=lambda operation: operation.id)
def test_a_paged_list_has_a_lazy_twin(operation: Operation) -> None:
    """`list_all` has the arguments of `list` except for the cursor, and returns an iterator."""
    for resource in resources(operation.tag):
        one_page = inspect.signature(getattr(resource, operation.name))
        all_pages = inspect.signature(getattr(resource, f"{operation.name}_all"))
        assert [*all_pages.parameters] == [name for name in one_page.parameters if name != "cursor"]
        assert all_pages.return_annotation.removeprefix("Async").startswith("Iterator[")


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_both_clients_send_the_described_request(operation: Operation) -> None:
    """Both clients use the method and path of the description, and quote the path arguments."""

    def send(call: Any, options: Any) -> Any:
        return call, options

    async def send_async(call: Any, options: Any) -> Any:
        return call, options

    sync, _ = resources(operation.tag, send)
    _, twin = resources(operation.tag, send_async)
    call, options = getattr(sync, operation.name)(*operation.arguments, timeout=3)
    again, options_again = asyncio.run(getattr(twin, operation.name)(*operation.arguments, timeout=3))
    assert (again.operation, again.creates, again.request) == (call.operation, call.creates, call.request)
    assert options == options_again == {"timeout": 3}
    assert (call.operation, call.creates) == (operation.id.replace("-", "_"), operation.name == "create")
    assert call.request["method"] == operation.method
    assert call.request["url"] == re.sub(r"{\w+}", "a%20b%2Fc", operation.path)
    assert call.request.get("json") == ({"some": "body"} if operation.body else None)
