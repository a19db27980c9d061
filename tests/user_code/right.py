"""What users write, with the types they get; checked by mypy and pyright, never run."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator, Iterator
from typing import assert_type

import httpx
from exa_websets import APIStatusError, AsyncWebsetsClient, RateLimitError, WebsetsClient, is_finished
from exa_websets.models import (
    UNSET,
    CreateWebsetParameters,
    ListWebsetsResponse,
    SearchCanceledReason,
    Unset,
    Webset,
    WebsetItem,
    WebsetSearchInput,
    WebsetStatus,
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
    assert_type(client.websets.wait_until_idle("x", timeout=1), Webset)
    assert_type(client.with_options(timeout=httpx.Timeout(None)), WebsetsClient)

    client.websets.create({"search": {"query": "tea", "count": 10, "entity": {"type": "company"}}})
    body: CreateWebsetParams = {"search": {"query": "tea"}, "import": [{"source": "webset", "id": "x"}]}
    client.websets.create(body)
    client.websets.create(CreateWebsetParameters(search=WebsetSearchInput(query="tea")))
    client.websets.get("x", expand=["items"])


async def use_async(client: AsyncWebsetsClient) -> None:
    assert_type(await client.websets.cancel("x"), Webset)
    assert_type(client.websets.list_all(), AsyncIterator[Webset])
    assert_type(await client.websets.cancel_and_wait("x"), Webset)


def handle(error: APIStatusError) -> float | None:
    return error.retry_after if isinstance(error, RateLimitError) else None
