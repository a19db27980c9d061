"""Code that type checkers have to reject: each line marked as an error has one, and no other line has."""

from __future__ import annotations

import exa_websets
import exa_websets_generated
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


def use_what_a_webset_holds(client: WebsetsClient) -> None:
    client.websets.update("x", {"titel": "Tea"})  # error
    client.websets.update("x", {"title": None})  # error
    client.websets.preview({"query": "tea"})  # error
    client.websets.preview({"search": {"query": "tea"}}, search="yes")  # error
    client.searches.create("x", {"query": "tea"})  # error
    client.searches.create("x", {"query": "tea", "count": 3, "behavior": "replace"})  # error
    client.searches.create("x", {"query": "tea", "count": 3, "metadata": {"a": 1}})  # error
    client.searches.create({"query": "tea", "count": 3})  # error
    client.searches.cancel("x")  # error
    client.searches.list("x")  # error
    client.enrichments.create("x", {"format": "text"})  # error
    client.enrichments.create("x", {"description": "How old?", "options": ["young"]})  # error
    client.enrichments.update("x", "e", {"format": "email address"})  # error
    client.enrichments.update("x", "e", {}).status  # error
    client.items.list("x", source="s")  # error
    client.items.get("x", "i").properties.company  # error


def use_what_stands_beside_websets(client: WebsetsClient) -> None:
    client.imports.create({"format": "csv", "size": 1, "count": 1})  # error
    client.imports.create({"format": "xls", "size": 1, "count": 1, "entity": {"type": "person"}})  # error
    client.imports.create({"format": "csv", "size": 1, "count": 1, "entity": {"type": "planet"}})  # error
    client.imports.update("x", {"count": 2})  # error
    client.imports.get("x").upload_url  # error
    client.monitors.create({"websetId": "x", "cadence": {"cron": "0 9 * * *"}})  # error
    client.monitors.update("x", {"status": "paused"})  # error
    client.monitors.update("x", {"cadence": {"timezone": "Etc/UTC"}})  # error
    client.monitors.update("x", {"behavior": {"type": "refresh", "config": {"count": 1}}})  # error
    client.monitors.list(websetId="x")  # error
    client.monitor_runs.get("x")  # error
    client.webhooks.create({"url": "https://example.com"})  # error
    client.webhooks.create({"events": ["webset.finished"], "url": "https://example.com"})  # error
    client.webhooks.update("x", {"status": "inactive"})  # error
    client.webhook_attempts.list("x", successful="no")  # error
    client.events.list(types="webset.idle")  # error
    client.events.list(created_after="2026-11-24")  # error
    client.events.get("x").data.status  # error
    client.teams.get("x")  # error


async def use_async(client: AsyncWebsetsClient) -> None:
    await client.searches.create("x", {"count": 3})  # error
    await client.monitors.update("x", {"status": "paused"})  # error
    (await client.enrichments.update("x", "e", {})).status  # error
    client.events.list_all().data  # error
    (await client.websets.cancel("x")).statsu  # error
    client.websets.cancel("x").status  # error


def use_modules() -> None:
    exa_websets.fuond(5)  # error
    exa_websets.models.Webst  # error
    exa_websets.webhooks.singn  # error
    exa_websets_generated.api.websts  # error


def use_a_variable(client: WebsetsClient, texts: dict[str, str]) -> None:
    _body: exa_websets.params.CreateWebsetParameters = {"serach": {"query": "tea"}}  # error
    unannotated = {"search": {"query": "tea"}}
    client.websets.create(unannotated)  # error
    client.websets.create(texts)  # error
    client.websets.update("x", texts)  # error
    client.websets.run(texts)  # error
