"""A cancel does not stop monitors: `cancel_and_wait` warns of the enabled ones, or disables them."""

from __future__ import annotations

import warnings
from typing import Any

import httpx
import pytest
from exa_websets import EnabledMonitorsWarning, WebsetTimeoutError
from exa_websets.emulator import Emulator
from support.caller import Caller
from support.emulator_calls import TEA, create, get, monitor


def cancel_and_wait(call: Caller, emulator: Emulator, id: str, **arguments: Any) -> Any:
    return call(
        lambda client: client.websets.cancel_and_wait(id, **arguments),
        base_url=emulator.base_url,
        now=emulator.now,
        sleep=emulator.advance,
    )


def test_enabled_monitors_are_named(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """One warning names each monitor that will start the Webset again, and they stay as they are."""
    id = create(http, TEA)
    made = [monitor(http, id)["id"] for _ in range(2)]
    with pytest.warns(EnabledMonitorsWarning) as caught:
        cancel_and_wait(call, websets_emulator, id)

    (warning,) = caught
    assert all(one in str(warning.message) for one in made)
    assert {one["status"] for one in get(http, id)["monitors"]} == {"enabled"}


def test_monitors_are_disabled_before_the_cancel(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """With `disable_monitors` the Webset stays idle, and there is nothing to warn of."""
    id = create(http, TEA)
    made = [monitor(http, id)["id"] for _ in range(2)]
    before = len(websets_emulator.requests)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        webset = cancel_and_wait(call, websets_emulator, id, disable_monitors=True)

    assert {one.status for one in webset.monitors} == {"disabled"}
    assert [request.path for request in websets_emulator.requests[before:]] == [
        f"/v0/websets/{id}",
        *(f"/v0/monitors/{one}" for one in made),
        f"/v0/websets/{id}/cancel",
    ]
    websets_emulator.advance(3 * 86400)
    assert get(http, id)["status"] == "idle"


def test_trouble_with_monitors_does_not_hold_up_the_cancel(
    call: Caller, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """Whatever keeps a monitor from being disabled, the Webset is canceled; the error says which one is enabled."""
    id = create(http, TEA)
    made = monitor(http, id)["id"]
    websets_emulator.fail(status=403, times=10**6, path="/v0/monitors/*")
    websets_emulator.fail(status=403, times=1, method="GET", path=f"/v0/websets/{id}")
    with pytest.raises(WebsetTimeoutError, match=f"monitor {made} is enabled"):
        cancel_and_wait(call, websets_emulator, id, disable_monitors=True, timeout=10)

    assert get(http, id)["status"] == "idle"


def test_a_monitor_that_is_gone_is_disabled_enough(
    call: Caller, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """A monitor may be deleted between the look and the change."""
    id = create(http, TEA)
    monitor(http, id)
    websets_emulator.fail(status=404, times=1, path="/v0/monitors/*")
    webset = cancel_and_wait(call, websets_emulator, id, disable_monitors=True)

    assert {one.status for one in webset.monitors} == {"disabled"}
