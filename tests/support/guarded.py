"""The helpers that have to cancel a Webset, as programs for either client, each reduced to the moment when it does."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from exa_websets import RunHandle, found
from support.paid_webset import BODY, RUNNING

ID: str = RUNNING["id"]
# Blocks call `inside`, which returns an awaitable for the asynchronous client.
BLOCKS = {
    "run": """
async with client.websets.run(BODY) as run:
    await inside(client)
""",
    "attach": """
async with client.websets.attach(RunHandle(ID, client.base_url, found(1000))) as run:
    await inside(client)
""",
    "cancel_on_exit": """
async with client.websets.cancel_on_exit(ID):
    await inside(client)
""",
}
DECISIONS = {
    "fired rule": """
async for _ in client.websets.watch(ID, until=rule):
    pass
""",
    "rule of a run": """
async with client.websets.run(BODY, until=rule) as run:
    await run.wait()
""",
    "items of a run": """
async with client.websets.run(BODY, until=rule) as run:
    async for _ in run.items():
        pass
""",
    "on_timeout": """
await client.websets.wait_until_idle(ID, timeout=1, on_timeout="cancel", on_poll=on_poll)
""",
}
HELPERS = {**BLOCKS, **DECISIONS}


def at_once(webset: Any) -> bool:
    """Stop a Webset at the first poll."""
    return True


def nothing(webset: Any) -> None:
    """Neither stop a Webset nor raise an exception."""


def program(
    helper: str,
    kind: str,
    inside: Callable[[Any], Any] = nothing,
    *,
    rule: Callable[[Any], Any] = at_once,
    on_poll: Callable[[Any], Any] = nothing,
    id: str = ID,
) -> Callable[[Any], Any]:
    """Return a function of a client that uses a helper."""
    code = f"async def act(client):{HELPERS[helper]}".replace("\n", "\n    ")
    if kind == "sync":
        code = re.sub(r"\b(async|await) ", "", code)
    names: dict[str, Any] = {"BODY": BODY, "ID": id, "RunHandle": RunHandle, "found": found}
    names.update(inside=inside, rule=rule, on_poll=on_poll)
    exec(code, names)
    act: Callable[[Any], Any] = names["act"]
    return act
