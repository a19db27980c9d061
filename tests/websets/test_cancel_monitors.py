"""A cancel does not stop monitors: `cancel_and_wait` warns of the enabled ones, or disables them."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import pytest
from exa_websets import (
    EnabledMonitorsWarning,
    RunHandle,
    WebsetsClient,
    WebsetTimeoutError,
    deadline,
    is_finished,
    stalled,
)
from exa_websets.emulator import Emulator
from support.caller import KEY, Caller
from support.emulator_calls import TEA, create, get, monitor
from support.endings import Block, result_of


def cancel_and_wait(call: Caller, emulator: Emulator, id: str, **arguments: Any) -> Any:
    return call(
        lambda client: client.websets.cancel_and_wait(id, **arguments),
        base_url=emulator.base_url,
        now=emulator.now,
        sleep=emulator.advance,
    )


def test_enabled_monitors_are_named(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """One warning names each monitor that will start the Webset again; the monitors stay enabled."""
    id = create(http, TEA)
    made = [monitor(http, id)["id"] for _ in range(2)]
    with pytest.warns(EnabledMonitorsWarning) as caught:
        cancel_and_wait(call, websets_emulator, id)

    (warning,) = caught
    assert Path(warning.filename).parent.name in ("websets", "support")  # the caller, not this package
    assert all(one in str(warning.message) for one in made)
    assert {one["status"] for one in get(http, id)["monitors"]} == {"enabled"}


def test_the_cancel_of_a_run_names_them(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """`run.cancel()` warns its caller, and so does the end of the block."""
    id = create(http, TEA)
    made = monitor(http, id)["id"]
    handle = RunHandle(id, websets_emulator.base_url, stalled(hours=1))
    with pytest.warns(EnabledMonitorsWarning, match=made) as caught:
        result_of(
            call,
            lambda client: Block(client.websets.attach(handle), lambda run: run.cancel()),
            base_url=websets_emulator.base_url,
        )
    assert len(caught) == 2
    assert Path(caught[0].filename).parent.name in ("websets", "support")  # the caller, not this package


def cancel_in_a_run(client: WebsetsClient, id: str) -> None:
    run = client.websets.attach(RunHandle(id, client.base_url, stalled(hours=1)))
    with run as inside:
        pass
    assert is_finished(inside.webset)


def wait_in_a_run(client: WebsetsClient, id: str) -> None:
    with client.websets.attach(RunHandle(id, client.base_url, deadline(seconds=0.05))) as run:
        assert run.wait() is run.webset
    assert is_finished(run.webset)
    assert "deadline" in (run.reason or "")


def cancel_in_a_block(client: WebsetsClient, id: str) -> None:
    with client.websets.attach(RunHandle(id, client.base_url, stalled(hours=1))) as run:
        assert run.cancel() is run.webset


def raise_in_a_run(client: WebsetsClient, id: str) -> None:
    with pytest.raises(KeyError), client.websets.attach(RunHandle(id, client.base_url, stalled(hours=1))):
        raise KeyError(id)


def watch(client: WebsetsClient, id: str) -> None:
    *_, last = client.websets.watch(id, until=deadline(seconds=0.05))
    assert "deadline" in (last.reason or "")


def wait_until_idle(client: WebsetsClient, id: str) -> None:
    with pytest.raises(WebsetTimeoutError):
        client.websets.wait_until_idle(id, timeout=0.05, on_timeout="cancel")


def cancel_on_exit(client: WebsetsClient, id: str) -> None:
    with client.websets.cancel_on_exit(id):
        pass


def archive(client: WebsetsClient, id: str) -> None:
    with TemporaryDirectory() as folder:
        result = client.archive(f"{folder}/copy", cancel_running=True)
    assert ([one.error for one in result.canceled], result.failed) == ([None], {})


def cancel_and_wait_for_it(client: WebsetsClient, id: str) -> None:
    assert is_finished(client.websets.cancel_and_wait(id))


def follow(client: WebsetsClient, id: str) -> None:
    assert not list(client.items.follow(id, until=deadline(seconds=0.05)))


ENDS = (
    cancel_in_a_run,
    wait_in_a_run,
    cancel_in_a_block,
    raise_in_a_run,
    watch,
    wait_until_idle,
    cancel_on_exit,
    archive,
    cancel_and_wait_for_it,
    follow,
)


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
@pytest.mark.usefixtures("no_job_is_left")
def test_warnings_that_are_errors(
    end: Callable[[WebsetsClient, str], object],
    websets_emulator: Emulator,
    http: httpx.Client,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """If warnings are errors, every helper still ends with the cancel, and the warning is logged."""
    id = create(http, TEA)
    made = monitor(http, id)["id"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with WebsetsClient(KEY, base_url=websets_emulator.base_url) as client:
            end(client, id)
    assert get(http, id)["status"] == "idle"
    logged = [one for one in caplog.records if made in one.getMessage()]
    assert bool(logged) is (end not in (raise_in_a_run, wait_until_idle))  # these raise


def test_monitors_are_disabled_before_the_cancel(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """With `disable_monitors` the Webset stays idle, and no warning is issued."""
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
    """If a monitor cannot be disabled the Webset is still canceled; the error names the enabled monitor."""
    id = create(http, TEA)
    made = monitor(http, id)["id"]
    websets_emulator.fail(status=403, times=10**6, path="/v0/monitors/*")
    websets_emulator.fail(status=403, times=1, method="GET", path=f"/v0/websets/{id}")
    with pytest.raises(WebsetTimeoutError, match=f"monitor {made} is enabled"):
        cancel_and_wait(call, websets_emulator, id, disable_monitors=True, timeout=10)

    assert get(http, id)["status"] == "idle"


def test_a_monitor_that_was_deleted(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """A monitor that is deleted before it can be disabled is not an error."""
    id = create(http, TEA)
    monitor(http, id)
    websets_emulator.fail(status=404, times=1, path="/v0/monitors/*")
    webset = cancel_and_wait(call, websets_emulator, id, disable_monitors=True)

    assert {one.status for one in webset.monitors} == {"disabled"}

    monitor(http, id)
    websets_emulator.fail(status=404, times=99, path="/v0/monitors/*")
    with pytest.raises(WebsetTimeoutError, match="did not show that it stopped") as caught:
        cancel_and_wait(call, websets_emulator, id, disable_monitors=True, timeout=5)
    assert "404" not in str(caught.value)
