"""`websets.active`: which Websets of the team are running, for how long, and what they have found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
from exa_websets.emulator import Emulator
from support.caller import Caller
from support.emulator_calls import TEA, create, get, monitor


def test_running_websets_are_listed(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """Running Websets are listed, the newest first, with age, found, analyzed and enabled monitors."""
    create(http, TEA)
    websets_emulator.advance(120)
    older = create(http, {"search": {"query": "makers of tea", "count": 500}}, metadata={"team": "tea"})
    made = monitor(http, older)["id"]
    websets_emulator.advance(60)
    newer = create(http, {"search": {"query": "makers of tea", "count": 500}})

    def act(**arguments: Any) -> list[Any]:
        listed: list[Any] = call(
            lambda client: client.websets.active(**arguments),
            base_url=websets_emulator.base_url,
            now=websets_emulator.now,
        )
        return listed

    first, second = act()
    progress = get(http, older)["searches"][0]["progress"]
    assert (first.id, second.id) == (newer, older)
    assert (second.found, second.analyzed) == (progress["found"], progress["analyzed"])
    assert second.found > 0
    assert (first.monitors, second.monitors) == ([], [made])
    assert second.age - first.age == timedelta(seconds=60)
    assert [one.id for one in act(metadata={"team": "tea"})] == [older]
