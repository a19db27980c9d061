"""What a type checker has to find: one error in each line that says so, and in no other."""

from __future__ import annotations

from exa_websets import AsyncWebsetsClient, WebsetsClient
from exa_websets.models import CreateWebsetParameters, WebsetSearchInput


def use(client: WebsetsClient) -> None:
    client.websets.create({"search": {"qurey": "tea"}})  # error
    client.websets.create({"search": {"count": 10}})  # error
    client.websets.create({"serach": {"query": "tea"}})  # error
    client.websets.create({"search": {"query": "tea", "count": "ten"}})  # error
    client.websets.create({"search": {"query": "tea", "entity": {"type": "company", "name": "x"}}})  # error
    client.websets.create({"enrichments": [{"description": "x", "format": "txt"}]})  # error
    CreateWebsetParameters(search="tea")  # error
    WebsetSearchInput()  # error
    client.websets.cancel()  # error
    client.websets.cancel("x", "y")  # error
    client.websets.cancel("x", timeuot=5)  # error
    client.websets.list(limit="all")  # error
    client.websets.wait_until_idle("x", on_timeout="explode")  # error
    print(client.websets.get("x").seraches)  # error
    client.webset.get("x")  # error


async def use_async(client: AsyncWebsetsClient) -> None:
    (await client.websets.cancel("x")).statsu  # error
    client.websets.cancel("x").status  # error
