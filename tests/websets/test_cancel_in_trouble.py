"""Cancels that meet errors or interruptions: they are sent anyway, and report what may still be running."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import anyio
import httpx
import pytest
from exa_websets import AuthenticationError, EnabledMonitorsWarning, ResponseValidationError, WebsetTimeoutError
from exa_websets.emulator import Emulator
from support.caller import Act, Caller, SteppedTime
from support.emulator_calls import TEA, create, get, monitor
from support.emulator_http import emulator_client
from support.odd_exceptions import FixedError
from support.recordings import recorded

pytestmark = pytest.mark.trio

MONITOR: dict[str, Any] = {
    "id": "monitor_1",
    "object": "monitor",
    "status": "enabled",
    "websetId": "ws",
    "lastRun": None,
    "cadence": {"cron": "0 9 * * *", "timezone": "Etc/UTC"},
    "behavior": {"type": "search", "config": {"count": 5, "query": "tea", "criteria": [], "behavior": "append"}},
    "nextRunAt": None,
    "metadata": {},
    "createdAt": "2026-01-01T00:00:00Z",
    "updatedAt": "2026-01-01T00:00:00Z",
}
RUNNING: dict[str, Any] = {**recorded("websets_get_running_progress").answer, "monitors": [MONITOR]}
ENDED: dict[str, Any] = {"status": "idle", "searches": [], "enrichments": []}
IDLE: dict[str, Any] = {**RUNNING, **ENDED}
QUIET: dict[str, Any] = {"monitors": []}


def use(call: Caller, emulator: Emulator, act: Act) -> Any:
    return call(act, base_url=emulator.base_url, now=emulator.now, sleep=emulator.advance)


def cancels(emulator: Emulator) -> int:
    return sum(request.path.endswith("/cancel") for request in emulator.requests)


@pytest.mark.parametrize(
    "fault", [{"stall": True}, {"status": 429, "retry_after": 50}, {"status": 503, "times": 9}], ids=str
)
def test_trouble_with_monitors_does_not_hold_up_the_cancel(
    call: Caller, websets_emulator: Emulator, http: httpx.Client, fault: dict[str, Any]
) -> None:
    """Looking for monitors takes at most five seconds; then the cancel is sent, with time left for it."""
    id = create(http, TEA)
    websets_emulator.fail(**fault, method="GET")
    start = websets_emulator.now()
    sent: list[float] = []

    def note(webset: object) -> None:
        sent.append(websets_emulator.now() - start)

    def act(client: Any) -> Any:
        patient = client.with_options(timeout=0.2)
        return patient.websets.cancel_and_wait(id, disable_monitors=True, timeout=5, on_poll=note)

    assert use(call, websets_emulator, act).status == "idle"
    assert sent[0] <= 5


def test_monitors_are_disabled_in_the_end(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """A monitor that could not be disabled before the cancel is disabled after it."""
    id = create(http, TEA)
    made = monitor(http, id)["id"]
    websets_emulator.fail(status=404, times=1, method="GET")
    webset = use(call, websets_emulator, lambda client: client.websets.cancel_and_wait(id, disable_monitors=True))

    assert [one.status for one in webset.monitors] == ["disabled"]
    assert http.get(f"/v0/monitors/{made}").json()["status"] == "disabled"


def test_a_timeout_of_0_sends_one_cancel(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """`timeout=0` sends the cancel and reads its answer."""
    id = create(http, TEA)
    assert use(call, websets_emulator, lambda client: client.websets.cancel_and_wait(id, timeout=0)).status == "idle"
    assert use(call, websets_emulator, lambda client: client.websets.wait_until_idle(id, timeout=0)).status == "idle"


def test_only_the_first_cancel_may_exceed_the_timeout(call: Caller) -> None:
    """It has 5 s, and a short timeout bounds every later request.

    Without `disable_monitors`, the error does not mention monitors.
    """
    limits, time = list[float](), SteppedTime()

    def handler(request: httpx.Request) -> httpx.Response:
        limits.append(request.extensions["timeout"]["read"])
        return httpx.Response(200, json=RUNNING)

    def act(client: Any) -> Any:
        return client.websets.cancel_and_wait("ws", timeout=1, poll_interval=0.3)

    with pytest.raises(WebsetTimeoutError, match="it is running") as caught:
        call(act, handler=handler, now=time.now, sleep=time.sleep, timeout=60)
    assert limits[0] == 5 > 1 >= max(limits[1:])
    assert "monitor" not in str(caught.value)


def test_a_callback_that_raises_while_nothing_stops(call: Caller) -> None:
    """The exception of the callback is raised, with a note that the Webset may still be running."""
    time = SteppedTime()

    def raise_mine(webset: object) -> None:
        raise ValueError("mine")

    with pytest.raises(ValueError, match="mine") as caught:
        call(
            lambda client: client.websets.cancel_and_wait("ws", timeout=3, on_poll=raise_mine),
            handler=lambda request: httpx.Response(200, json=RUNNING),
            now=time.now,
            sleep=time.sleep,
        )
    assert caught.value.__notes__ == ["ws may still be running and burning credits: nothing has shown that it stopped."]
    assert time.seconds > 1


@pytest.mark.parametrize("failures", [3, 4])
def test_exceptions_of_hooks_are_deferred(failures: int, call: Caller) -> None:
    """Up to three exceptions of the caller's hooks do not keep the cancel from being repeated; the first is raised."""
    idle = {**IDLE, **QUIET}
    time, sent = SteppedTime(), list[str]()

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(request.method)
        if len(sent) <= failures:
            raise KeyError(len(sent))
        return httpx.Response(200, json=idle)

    with pytest.raises(KeyError) as caught:
        call(lambda client: client.websets.cancel_and_wait("ws"), handler=handler, now=time.now, sleep=time.sleep)
    assert caught.value.args == ((1,) if failures == 3 else (4,))
    assert ("ws was canceled, and nothing in it is running." in caught.value.__notes__) is (failures == 3)
    assert sent == ["POST"] * 4


@pytest.mark.parametrize(
    ("interval", "timeout", "waits"), [(1, 2, [1, 0.5]), (0, 0.25, [0.1, 0.1, 0.025]), (60, 40, [39])]
)
def test_the_last_request_is_just_before_the_timeout(
    interval: float, timeout: float, waits: list[float], call: Caller
) -> None:
    """The last pause is shorter, so that its request has time; no pause is shorter than 0.1 s before that."""
    time, statuses = SteppedTime(), iter([503])

    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(next(statuses, 200), json=RUNNING)

    def act(client: Any) -> Any:
        patient = client.with_options(max_retries=0)
        return patient.websets.cancel_and_wait("ws", timeout=timeout, poll_interval=interval)

    with pytest.raises(WebsetTimeoutError) as caught:
        call(act, handler=handler, now=time.now, sleep=time.sleep)
    assert time.waits == pytest.approx(waits)
    assert "the last request failed" not in str(caught.value)  # only the first one did


def sent_to_disable_monitors(call: Caller, documents: list[Any], first_takes: float = 0) -> list[str]:
    """Cancel a Webset and disable its monitors; return the methods of the requests that these documents answer."""
    answers, time, sent = iter(documents), SteppedTime(), list[str]()

    def handler(request: httpx.Request) -> httpx.Response:
        time.seconds += 0 if sent else first_takes
        sent.append(request.method)
        return httpx.Response(200, json=next(answers))

    call(
        lambda client: client.websets.cancel_and_wait("ws", disable_monitors=True),
        handler=handler,
        now=time.now,
        sleep=time.sleep,
    )
    return sent


def test_a_monitor_that_is_enabled_later(call: Caller) -> None:
    """After a poll that shows an enabled monitor of an idle Webset, the Webset is not canceled again."""
    documents = [{**RUNNING, **QUIET}, RUNNING, IDLE, MONITOR, {**IDLE, **QUIET}]
    assert sent_to_disable_monitors(call, documents) == ["GET", "POST", "GET", "PATCH", "GET"]


def test_monitors_that_are_shown_too_late_are_disabled_after_the_cancel(call: Caller) -> None:
    """If the look-up takes all of the five seconds, the cancel is sent at once."""
    documents = [RUNNING, IDLE, MONITOR, {**IDLE, **QUIET}]
    assert sent_to_disable_monitors(call, documents, first_takes=5) == ["GET", "POST", "PATCH", "GET"]


@pytest.mark.parametrize("failing", ["monitor_1", "monitor_2"])
def test_the_error_of_the_last_monitor_is_reported(failing: str, call: Caller) -> None:
    """The timeout error has the error of the last request, not that of an earlier one."""
    monitors = [{**MONITOR, "id": id} for id in ("monitor_1", "monitor_2")]
    idle: Any = {**IDLE, "monitors": monitors}

    def handler(request: httpx.Request) -> httpx.Response:
        if request.method == "PATCH":
            return httpx.Response(403 if request.url.path.endswith(failing) else 200, json=MONITOR)
        return httpx.Response(200, json=idle)

    with pytest.raises(WebsetTimeoutError, match="monitor monitor_1 is enabled") as caught:
        call(
            lambda client: client.websets.cancel_and_wait("ws", timeout=1, disable_monitors=True),
            handler=handler,
        )
    assert ("the last request failed: 403" in str(caught.value)) is (failing == "monitor_2")


def test_a_long_retry_after_does_not_delay_the_next_cancel(call: Caller) -> None:
    """Between two cancels the wait is at most five seconds, whatever the service asks for."""
    time, statuses = SteppedTime(), iter([429, 200])

    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(next(statuses), json=IDLE, headers={"retry-after": "40"})

    def act(client: Any) -> Any:
        return client.with_options(max_retries=0).websets.cancel_and_wait("ws")

    with pytest.warns(EnabledMonitorsWarning):
        call(act, handler=handler, now=time.now, sleep=time.sleep)
    assert time.waits == [5]


def test_notes_that_are_not_text(call: Caller) -> None:
    """An exception that a hook raises in each attempt reaches the caller, whatever its notes are, with one more."""
    error = ValueError("mine")
    error.__notes__ = [5]  # type: ignore[list-item] # pyright: ignore

    def refuse(response: httpx.Response) -> None:
        raise error

    with pytest.raises(ValueError) as caught:  # noqa: PT011
        call(
            lambda client: client.websets.cancel_and_wait("x"),
            handler=lambda _: httpx.Response(200, json={}),
            hook=refuse,
        )
    assert caught.value is error
    assert caught.value.__notes__ == [
        5,
        "x may still be running and burning credits: the cancel may not have succeeded.",
    ]


def test_a_note_on_a_fixed_exception(call: Caller) -> None:
    """An exception whose attributes cannot be set gets the note, too."""

    def refuse(response: httpx.Response) -> None:
        raise FixedError("mine")

    with pytest.raises(FixedError) as caught:
        call(lambda client: client.websets.cancel("x"), handler=lambda _: httpx.Response(200, json={}), hook=refuse)
    assert "x may still be running" in caught.value.__notes__[0]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [({"status": 401}, AuthenticationError), ({"status": 200, "body": {"id": 7}}, ResponseValidationError)],
    ids=["refused", "unreadable"],
)
def test_an_error_after_the_cancel_says_what_may_run(
    call: Caller, answer: dict[str, Any], kind: type[Exception]
) -> None:
    """A poll that fails permanently ends the wait, and a note says that the Webset may still be running."""
    with Emulator(cancel_delay=600) as emulator:
        with emulator_client(emulator) as http:
            id = create(http, TEA)
        emulator.fail(**answer, times=9, method="GET")
        with pytest.raises(kind) as caught:
            use(call, emulator, lambda client: client.websets.cancel_and_wait(id))
    [note] = caught.value.__notes__
    assert note == f"{id} may still be running and burning credits: nothing has shown that it stopped."


def test_a_monitor_with_an_unknown_status_counts_as_enabled(call: Caller, websets_emulator: Emulator) -> None:
    """A monitor that is not known to be disabled may start the Webset again."""
    with emulator_client(websets_emulator) as http:
        id = create(http, TEA)
        monitor(http, id)
        answer = http.post(f"/v0/websets/{id}/cancel").json()
    answer["monitors"][0]["status"] = "waiting"
    websets_emulator.fail(status=200, body=answer, method="POST")
    with pytest.warns(EnabledMonitorsWarning, match=r"monitor_"):
        use(call, websets_emulator, lambda client: client.websets.cancel_and_wait(id))


def test_a_canceled_wait_names_the_monitors(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """`on_timeout="cancel"` warns of the monitors that will start the Webset again."""
    id = create(http, {"search": {"query": "makers of tea", "count": 500}})
    made = monitor(http, id)["id"]
    with pytest.raises(WebsetTimeoutError) as caught:
        use(
            call,
            websets_emulator,
            lambda client: client.websets.wait_until_idle(id, timeout=1, poll_interval=1, on_timeout="cancel"),
        )
    assert any(made in note for note in caught.value.__notes__)


Leave = Callable[[Any, str], Any]


async def by_leaving(client: Any, id: str) -> None:
    async with client.websets.cancel_on_exit(id):
        await anyio.sleep(0.01)


def at_once(webset: Any) -> bool:
    return True


async def by_rule(client: Any, id: str) -> None:
    async for _ in client.websets.watch(id, until=at_once):
        pass


async def by_timeout(client: Any, id: str) -> None:
    with suppress(WebsetTimeoutError):
        await client.websets.wait_until_idle(id, timeout=0, on_timeout="cancel")


@pytest.mark.parametrize("leave", [by_leaving, by_rule, by_timeout])
@pytest.mark.parametrize("kind", ["asyncio", "trio"])
def test_a_scope_that_ends_does_not_interrupt_the_cancel(
    kind: Any, leave: Leave, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """A `move_on_after` that expires while a cancel is retried does not keep the Webset from being stopped."""
    id = create(http, TEA)
    websets_emulator.fail(status=503, method="POST")
    scopes: list[anyio.CancelScope] = []
    time = SteppedTime()

    def sleep(seconds: float) -> None:
        time.sleep(seconds)
        scopes[0].cancel()  # while waiting for the second attempt of the cancel

    def act(client: Any) -> Any:
        async def act_async() -> None:
            with anyio.CancelScope() as scope:
                scopes.append(scope)
                await leave(client, id)

        return act_async()

    Caller(kind)(act, base_url=websets_emulator.base_url, now=time.now, sleep=sleep)
    assert cancels(websets_emulator) >= 2
    assert get(http, id)["status"] == "idle"
