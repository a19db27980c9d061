"""A webhook receiver that rejects unsigned requests and parses events into pydantic models."""

import os

from exa_websets import WebhookVerificationError, webhooks
from exa_websets.pydantic import Event, WebsetIdleEvent
from fastapi import FastAPI, HTTPException, Request
from pydantic import TypeAdapter

app = FastAPI()
events = TypeAdapter[Event](Event)


@app.post("/exa")
async def receive(request: Request) -> str:
    body = await request.body()
    try:
        signed = webhooks.verify(body, request.headers.get("Exa-Signature"), os.environ["WEBHOOK_SECRET"])
    except WebhookVerificationError as error:
        raise HTTPException(400, str(error)) from error
    event = events.validate_json(body)
    found = event.data.searches[0].progress.found if isinstance(event, WebsetIdleEvent) else None
    return f"{event.type} of {webhooks.webset_id(signed)}, {found} found"
