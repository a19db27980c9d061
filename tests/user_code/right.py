"""Code as users write it, with the types that they get. mypy and pyright check it; it is never run."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator, Iterator
from typing import Any, Literal, assert_type

import httpx
from exa_websets import (
    APIStatusError,
    AsyncWebsetsClient,
    CancelOutcome,
    RateLimitError,
    Snapshot,
    WebsetsClient,
    deadline,
    found,
    is_finished,
    params,
    stalled,
    webhooks,
)
from exa_websets.models import (
    UNSET,
    CompanyItemProperties,
    CreateImportResponse,
    CreateWebsetParameters,
    EnrichmentStatus,
    Entity,
    Event,
    EventType,
    Import,
    ItemProperties,
    ListEventsResponse,
    ListWebsetsResponse,
    Monitor,
    MonitorRun,
    MonitorSearchBehavior,
    MonitorStatus,
    PreviewWebsetResponse,
    SearchCanceledReason,
    UnknownEvent,
    UnknownMonitorBehavior,
    Unset,
    Webhook,
    WebhookAttempt,
    Webset,
    WebsetEnrichment,
    WebsetIdleEvent,
    WebsetItem,
    WebsetItemCreatedEvent,
    WebsetSearch,
    WebsetSearchInput,
    WebsetStatus,
    WebsetsTeamInfo,
)
from exa_websets.params import CreateWebsetParameters as CreateWebsetParams


def use(client: WebsetsClient) -> None:
    webset = client.websets.cancel("x", timeout=5, max_retries=1, extra_headers={"a": "b"})
    assert_type(webset, Webset)
    assert_type(webset.status, WebsetStatus | str)
    assert_type(webset.searches[0].canceled_reason, SearchCanceledReason | str | None)
    assert_type(webset.searches[0].progress.found, int)
    assert_type(webset.created_at, datetime.datetime)
    assert_type(webset.title, str | None)
    assert_type(webset.items, list[WebsetItem] | None | Unset)
    if webset.items is not UNSET:
        assert_type(webset.items, list[WebsetItem] | None)
    assert_type(is_finished(webset), bool)
    assert_type(client.websets.list(limit=3), ListWebsetsResponse)
    assert_type(client.websets.list_all(), Iterator[Webset])
    assert_type(client.websets.wait_until_idle("x", timeout=1, on_timeout="raise"), Webset)
    assert_type(client.websets.wait_until_idle("x", on_timeout="cancel"), Webset)
    assert_type(client.websets.cancel_and_wait("x", disable_monitors=True), Webset)
    assert_type(client.websets.cancel_many(id for id in ("a", "b")), list[CancelOutcome])
    assert_type(client.websets.cancel_all(metadata={"team": "tea"}, dry_run=True), list[CancelOutcome])
    with client.websets.cancel_on_exit("x"):
        for snapshot in client.websets.watch("x", until=found(3) | deadline(minutes=1) | stalled(seconds=9)):
            assert_type(snapshot.webset, Webset)
            assert_type(snapshot.reason, str | None)
            assert_type(snapshot.phase, Literal["running", "finishing", "ended"])
    if webset.metadata:
        assert_type(webset.metadata.get("keep"), Any | None)
        assert_type(sorted(webset.metadata), list[str])
    with client.websets.run({}, until=found(3, finish_within=datetime.timedelta(minutes=5))) as run:
        assert_type(run.wait(on_poll=lambda webset: print(webset.id)), Webset)
        assert_type(next(run.watch()), Snapshot)
    for snapshot in client.websets.watch("x", until=lambda webset: len(webset.searches) > 1):
        print(snapshot)
    assert_type(client.imports.upload("x.csv", entity={"type": "company"}), Import)
    assert_type(webhooks.verify(b"", "", "secret"), Event)
    assert_type(client.with_options(timeout=httpx.Timeout(None)), WebsetsClient)

    client.websets.create({"search": {"query": "tea", "count": 10, "entity": {"type": "company"}}})
    body: CreateWebsetParams = {"search": {"query": "tea"}, "import": [{"source": "webset", "id": "x"}]}
    client.websets.create(body)
    client.websets.create(CreateWebsetParameters(search=WebsetSearchInput(query="tea")))
    client.websets.get("x", expand=["items"])


def use_what_a_webset_holds(client: WebsetsClient) -> None:
    assert_type(client.websets.update("x", {"title": "Tea", "metadata": None}), Webset)
    preview = client.websets.preview({"search": {"query": "tea", "count": 3}}, search=True)
    assert_type(preview, PreviewWebsetResponse)
    assert_type(preview.search.entity, Entity)

    search = client.searches.create("x", {"query": "tea", "count": 3, "behavior": "append", "metadata": {"a": "b"}})
    assert_type(search, WebsetSearch)
    assert_type(client.searches.get("x", "s"), WebsetSearch)
    assert_type(client.searches.cancel("x", "s", max_retries=0), WebsetSearch)

    assert_type(client.enrichments.create("x", {"description": "How old?", "format": "number"}), WebsetEnrichment)
    assert_type(client.enrichments.get("x", "e").status, EnrichmentStatus | str)
    assert_type(client.enrichments.update("x", "e", {"metadata": None}), WebsetEnrichment | None)
    assert_type(client.enrichments.delete("x", "e"), WebsetEnrichment)
    assert_type(client.enrichments.cancel("x", "e"), WebsetEnrichment)

    for item in client.items.list_all("x", limit=100, source_id="s"):
        assert_type(item, WebsetItem)
        assert_type(item.properties, ItemProperties)
        assert_type(item.properties.url, str | Any | Unset)
        assert_type(item.properties.description, str | Any | Unset)
        if isinstance(item.properties, CompanyItemProperties):
            assert_type(item.properties.company.employees, int | None)
    assert_type(client.items.delete("x", "i"), WebsetItem)


def use_what_stands_beside_websets(client: WebsetsClient) -> None:
    created = client.imports.create({"format": "csv", "size": 1, "count": 1, "entity": {"type": "person"}})
    assert_type(created, CreateImportResponse)
    assert_type(created.upload_url, str)
    assert_type(client.imports.update("x", {"title": "Tea"}), Import)
    assert_type(client.imports.list_all(), Iterator[Import])

    monitor = client.monitors.create(
        {
            "websetId": "x",
            "cadence": {"cron": "0 9 * * *", "timezone": "Europe/Berlin"},
            "behavior": {"type": "search", "config": {"count": 1, "criteria": [{"description": "makes tea"}]}},
        }
    )
    assert_type(monitor, Monitor)
    assert_type(monitor.behavior, MonitorSearchBehavior | UnknownMonitorBehavior)
    assert_type(monitor.last_run, MonitorRun | None)
    assert_type(client.monitors.update("x", {"status": "disabled"}).status, MonitorStatus | str)
    assert_type(client.monitors.list_all(webset_id="x"), Iterator[Monitor])
    assert_type(client.monitor_runs.list_all("x"), Iterator[MonitorRun])
    assert_type(client.monitor_runs.get("x", "r"), MonitorRun)

    webhook = client.webhooks.create({"events": ["webset.idle"], "url": "https://example.com"})
    assert_type(webhook, Webhook)
    assert_type(webhook.secret, str | None)
    assert_type(webhook.events, list[EventType | str])
    assert_type(client.webhooks.update("x", {"events": ["import.completed"]}), Webhook)
    assert_type(client.webhook_attempts.list_all("x", successful=False), Iterator[WebhookAttempt])
    assert_type(client.teams.get(), WebsetsTeamInfo)
    assert_type(client.teams.get().limits.max_concurrent, int | None)


def use_events(client: WebsetsClient) -> None:
    since = datetime.datetime.now(datetime.UTC)
    assert_type(client.events.list(types=[EventType.WEBSET_IDLE, "new"], created_after=since), ListEventsResponse)
    for event in client.events.list_all(types=["webset.idle"]):
        assert_type(event, Event)
        assert_type(event.id, str)
        if isinstance(event, WebsetIdleEvent):
            assert_type(event.data, Webset)
        elif isinstance(event, WebsetItemCreatedEvent):
            assert_type(event.data, WebsetItem)
        elif isinstance(event, UnknownEvent):
            assert_type(event.type_, str)
    assert_type(client.events.get("x"), Event)


async def use_async(client: AsyncWebsetsClient) -> None:
    assert_type(await client.websets.cancel("x"), Webset)
    assert_type(client.websets.list_all(), AsyncIterator[Webset])
    assert_type(await client.websets.cancel_and_wait("x"), Webset)
    assert_type(await client.websets.cancel_many(["a", "b"], concurrency=2), list[CancelOutcome])
    async with client.websets.cancel_on_exit("x"):
        async for snapshot in client.websets.watch("x", until=found(3)):
            assert_type(snapshot.webset, Webset)
    assert_type(await client.searches.cancel("x", "s"), WebsetSearch)
    assert_type(await client.enrichments.update("x", "e", {"description": "How old?"}), WebsetEnrichment | None)
    assert_type(await client.webhooks.create({"events": ["webset.idle"], "url": "https://example.com"}), Webhook)
    async for event in client.events.list_all(types=["webset.idle"]):
        assert_type(event, Event)
        if isinstance(event, WebsetIdleEvent):
            assert_type(event.data.status, WebsetStatus | str)


def handle(error: APIStatusError) -> float | None:
    return error.retry_after if isinstance(error, RateLimitError) else None


def use_a_variable(client: WebsetsClient, loaded: dict[str, Any]) -> None:
    body: params.CreateWebsetParameters = {"search": {"query": "tea"}}
    client.websets.create(body)
    client.websets.create(loaded)
    client.websets.update("x", loaded)
    with client.websets.run(loaded) as run:
        assert_type(run.id, str)
    client.websets.get_or_create("tea", loaded)
    client.imports.upload("tea.csv", entity=loaded)
