"""Tasks of Celery workers, whose processes share one rate budget."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import cache

import httpx
from celery import Celery
from exa_websets import AsyncWebsetsClient
from pyrate_limiter import Limiter
from pyrate_limiter.extras.httpx_limiter import AsyncRateLimiterTransport
from pyrate_limiter.limiter_factory import create_sqlite_limiter

app = Celery("rate_budget")  # CELERY_BROKER_URL and CELERY_RESULT_BACKEND name its queues


@cache  # one for each process
def limiter() -> Limiter:
    # Not 20 in 1000 ms: those that are delayed after their turn could meet the next 20.
    return create_sqlite_limiter(2, 100, db_path="rate_budget.sqlite", use_file_lock=True, buffer_ms=1)


@asynccontextmanager
async def connect() -> AsyncGenerator[AsyncWebsetsClient]:
    async with httpx.AsyncClient(transport=AsyncRateLimiterTransport(limiter()), timeout=30) as http:
        yield AsyncWebsetsClient(http_client=http)


async def cancel_webset(id: str) -> str:
    async with connect() as client:
        return (await client.websets.cancel(id)).status


async def read_status(id: str) -> str:
    async with connect() as client:
        return (await client.websets.get(id)).status


@app.task
def cancel(id: str) -> str:
    return asyncio.run(cancel_webset(id))


@app.task
def status(id: str) -> str:
    return asyncio.run(read_status(id))
