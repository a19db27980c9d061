"""The emulator has its own clock, which makes its answers the same in every run."""

from __future__ import annotations

from datetime import timedelta

import pytest
from exa_websets.emulator import Emulator
from support.emulator_http import emulator_client

BODY = {"search": {"query": "makers of tea"}, "enrichments": [{"description": "Who leads it?"}]}


def test_the_same_calls_give_the_same_answers() -> None:
    """While the clock stands still, the same calls return the same ids, times and items in every run."""

    def run() -> list[str]:
        answers: list[str] = []
        with (
            Emulator() as emulator,
            emulator_client(emulator) as http,
        ):
            for _ in range(3):
                id = http.post("/v0/websets", json=BODY).json()["id"]
                emulator.advance(12)
                answers.append(http.get(f"/v0/websets/{id}?expand=items").text)
            answers.append(http.get("/v0/websets/unknown").text)
        return answers

    assert run() == run()


def test_the_clock_stands_until_it_is_stepped(websets_emulator: Emulator) -> None:
    """Seconds and time of day advance together, and never go back."""
    start = websets_emulator.time
    assert (websets_emulator.now(), websets_emulator.time) == (0, start)
    websets_emulator.advance(90)
    assert (websets_emulator.now(), websets_emulator.time) == (90, start + timedelta(seconds=90))
    with pytest.raises(ValueError, match="set back"):
        websets_emulator.advance(-1)
    for seconds in (1e12, float("inf")):
        with pytest.raises(ValueError, match="the year 3000"):
            websets_emulator.advance(seconds)
    assert websets_emulator.now() == 90


def test_the_clock_can_run_fast_from_a_given_time() -> None:
    """With `speed` the clock runs by itself, from `start`."""
    start = Emulator().time + timedelta(days=365)
    emulator = Emulator(speed=1e6, start=start)
    seconds = emulator.now()
    while emulator.now() == seconds:
        pass

    assert emulator.now() > seconds
    assert emulator.time > start
