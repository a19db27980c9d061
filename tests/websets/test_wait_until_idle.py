"""`wait_until_idle` has one deadline, and transient errors do not end it."""

from __future__ import annotations

import json
from typing import Any

import exa_websets
import httpx
import pytest
from exa_websets import ResponseValidationError, WebsetPausedError, WebsetTimeoutError, is_finished
from exa_websets.models import Webset
from support.caller import Caller, SteppedTime
from support.recordings import recorded

pytestmark = pytest.mark.trio

RUNNING = recorded("websets_get_running_progress").answer
IDLE = recorded("websets_get_idle").answer
CANCELED = recorded("websets_cancel_with_enrichments").answer
ENRICHING = recorded("websets_get_search_done_enrichments_pending").answer


class Service:
    """Answers each read with the next entry and repeats the last one; answers cancels with another.

    An entry is a document, a status without a body, an exception to raise, or httpx.Response for an HTML page of a
    proxy.
    """

    def __init__(self, *answers: Any, cancel: Any = CANCELED, takes: float = 0) -> None:
        self.time = SteppedTime()
        self.answers = list(answers)
        self.cancel = cancel
        self.takes = takes
        self.seen: list[tuple[str, float, float]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append((request.method, self.time.seconds, request.extensions["timeout"]["read"]))
        self.time.seconds += self.takes
        answer = self.cancel if request.method == "POST" else self.answers[0]
        if request.method == "GET" and len(self.answers) > 1:
            self.answers.pop(0)
        if answer is httpx.Response:
            return httpx.Response(200, html="<title>Maintenance</title>")
        if isinstance(answer, type):
            raise answer("made up", request=request)
        return httpx.Response(answer) if isinstance(answer, int) else httpx.Response(200, json=answer)

    def wait(self, call: Caller, **arguments: Any) -> Webset:
        webset: Webset = call(
            lambda client: client.websets.wait_until_idle("x", **arguments),
            handler=self,
            now=self.time.now,
            sleep=self.time.sleep,
        )
        return webset


def with_status(status: str) -> Any:
    return {**RUNNING, "status": status}


def test_it_polls_every_five_seconds_until_the_webset_is_idle(call: Caller) -> None:
    """The wait returns at the first poll that finds the Webset idle, and calls `on_poll` for each poll."""
    service = Service(RUNNING, ENRICHING, IDLE)
    looks: list[Webset] = []
    webset = service.wait(call, on_poll=looks.append)

    assert webset.status == "idle"
    assert [look.searches[0].status for look in looks] == ["running", "completed", "completed"]
    assert [at for _, at, _ in service.seen] == [0, 5, 10]


def test_an_unknown_status_does_not_end_the_wait(call: Caller) -> None:
    """The wait continues while the Webset has an unknown status."""
    service = Service(with_status("resting"), with_status("pending"), IDLE)

    assert service.wait(call, poll_interval=1).status == "idle"


def test_the_timeout_error_has_the_last_webset(call: Caller) -> None:
    """The last poll is shortly before the timeout. The error is a TimeoutError that says what is running."""
    service = Service(RUNNING)
    with pytest.raises(WebsetTimeoutError, match="x is not idle after 12 s: when last seen, it is running") as caught:
        service.wait(call, timeout=12)

    assert isinstance(caught.value, TimeoutError)
    assert caught.value.webset is not None
    assert caught.value.webset.status == "running"
    assert [at for _, at, _ in service.seen] == [0, 5, 10, 11]
    assert "search wsearch_01kaq267v9ysg4xkka29m5eac5 is running" in str(caught.value)


def test_the_timeout_bounds_each_request(call: Caller) -> None:
    """A request near the end has only the time that is left, so that a stalled one cannot exceed the timeout."""
    service = Service(RUNNING, takes=2)
    with pytest.raises(WebsetTimeoutError):
        service.wait(call, timeout=9, poll_interval=2)

    assert [(at, read) for _, at, read in service.seen] == [(0, 5), (4, 5), (8, 1)]


def test_a_wait_shorter_than_its_interval_polls_twice(call: Caller) -> None:
    """Even a short wait polls at its start and near its end."""
    service = Service(RUNNING, IDLE)

    assert service.wait(call, timeout=3).status == "idle"
    assert [at for _, at, _ in service.seen] == [0, 2]


@pytest.mark.parametrize(
    "arguments",
    [{"timeout": -1}, {"timeout": float("nan")}, {"poll_interval": -1}, {"on_timeout": "Cancel"}],
    ids=str,
)
def test_invalid_arguments_are_rejected(call: Caller, arguments: dict[str, Any]) -> None:
    """An invalid argument, such as a misspelled `on_timeout`, raises an error, and nothing is sent."""
    service = Service(RUNNING)
    with pytest.raises(ValueError, match=r"must be"):
        service.wait(call, **arguments)
    assert service.seen == []


def test_an_invalid_id(call: Caller) -> None:
    """An id that is not valid is one error, without another one in its context."""
    with pytest.raises(ValueError, match="nothing was sent") as caught:
        call(lambda client: client.websets.wait_until_idle("..", on_timeout="cancel"))
    assert caught.value.__context__ is None


def test_an_html_page_of_a_proxy_is_retried(call: Caller) -> None:
    """A 200 that is not JSON does not end the wait; a document that does not match the API does."""
    page = httpx.Response
    assert Service(RUNNING, page, IDLE).wait(call).status == "idle"

    with pytest.raises(ResponseValidationError):
        Service(RUNNING, {**RUNNING, "searches": None}, IDLE).wait(call)


@pytest.mark.parametrize("failure", [503, 429, httpx.ConnectError, httpx.ReadTimeout])
def test_a_transient_failure_does_not_end_the_wait(call: Caller, failure: Any) -> None:
    """The wait continues when all retries of a poll fail."""
    service = Service(RUNNING, *[failure] * 7, IDLE)

    assert service.wait(call).status == "idle"


def test_the_timeout_error_has_the_last_failure(call: Caller) -> None:
    """If the service never answers, the timeout error says how the requests failed."""
    service = Service(httpx.ConnectError)
    with pytest.raises(WebsetTimeoutError, match="it was never seen; the last request failed: ConnectError") as caught:
        service.wait(call, timeout=30)

    assert caught.value.webset is None
    assert service.time.seconds <= 30


@pytest.mark.parametrize(
    ("status", "error"), [(401, "AuthenticationError"), (403, "PermissionDeniedError"), (404, "NotFoundError")]
)
def test_a_permanent_failure_ends_the_wait_at_once(call: Caller, status: int, error: str) -> None:
    """A wrong key and an unknown Webset end the wait at once."""
    service = Service(status)
    with pytest.raises(getattr(exa_websets, error)):
        service.wait(call)
    assert len(service.seen) == 1


def test_a_paused_webset_is_not_waited_for(call: Caller) -> None:
    """A paused Webset raises an error by default, because only the service can end a pause."""
    with pytest.raises(WebsetPausedError, match="x is paused") as caught:
        Service(RUNNING, with_status("paused"), IDLE).wait(call)
    assert caught.value.webset.status == "paused"

    assert Service(with_status("paused"), IDLE).wait(call, stop_on_paused=False).status == "idle"


def test_a_webset_can_be_canceled_at_the_timeout(call: Caller) -> None:
    """With `on_timeout="cancel"` the Webset is canceled, then the error is raised with the answer."""
    service = Service(RUNNING)
    with pytest.raises(WebsetTimeoutError) as caught:
        service.wait(call, timeout=6, on_timeout="cancel")

    assert [method for method, _, _ in service.seen] == ["GET", "GET", "GET", "POST"]
    assert caught.value.webset is not None
    assert is_finished(caught.value.webset)
    assert caught.value.__notes__ == ["x was canceled because of the timeout."]


def test_a_failed_cancel_at_the_timeout_is_reported(call: Caller) -> None:
    """If the cancel at the timeout fails too, the error says that credits may be burning."""
    service = Service(RUNNING, cancel=503)
    with pytest.raises(WebsetTimeoutError) as caught:
        service.wait(call, timeout=6, on_timeout="cancel")

    assert "x may still be running and burning credits" in caught.value.__notes__[0]


def test_an_exception_of_on_poll_is_raised(call: Caller) -> None:
    """An exception raised by `on_poll` ends the wait unchanged."""

    def stop(webset: Webset) -> None:
        raise KeyError(webset.status)

    with pytest.raises(KeyError, match="running"):
        Service(RUNNING).wait(call, on_poll=stop)


@pytest.mark.parametrize(
    ("name", "change", "finished"),
    [
        ("websets_get_idle", None, True),
        ("websets_cancel_running", None, True),
        ("websets_cancel_with_enrichments", None, True),
        ("websets_get_running_at_completion_100", None, False),
        ("websets_get_search_done_enrichments_pending", None, False),
        ("websets_get_idle", ("searches", "running"), False),
        ("websets_get_idle", ("enrichments", "pending"), False),
        ("websets_get_idle", ("searches", "queued"), False),
        ("websets_get_idle", ("searches", "failed"), True),
        ("websets_get_idle", ("searches", "a new way to end"), True),
        ("websets_get_running_progress", ("searches", "failed"), False),
        ("websets_get_idle", ("", "paused"), False),
    ],
)
def test_is_finished(name: str, change: tuple[str, str] | None, finished: bool) -> None:
    """A Webset is finished if it is idle and all its searches and enrichments have ended, whatever its completion."""
    document = json.loads(json.dumps(recorded(name).answer))
    if change:
        where, status = change
        (document[where][0] if where else document)["status"] = status

    assert is_finished(Webset.from_dict(document)) is finished


def test_a_long_wait_does_not_lengthen_a_request(call: Caller) -> None:
    """Each request has the timeout of the client, even if the deadline of the wait is later."""
    service = Service(IDLE)
    call(
        lambda client: client.websets.wait_until_idle("ws", timeout=300),
        handler=service,
        now=service.time.now,
        sleep=service.time.sleep,
        timeout=7,
    )
    assert [read for _, _, read in service.seen] == [7]


def test_the_first_request_has_a_second(call: Caller) -> None:
    """A timeout that is shorter bounds every later request."""
    service = Service(with_status("running"))
    with pytest.raises(WebsetTimeoutError):
        service.wait(call, timeout=0.5, poll_interval=0.2)
    first, *others = [read for _, _, read in service.seen]
    assert first == 1 > 0.5 >= max(others)
