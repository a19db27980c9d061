"""`cancel_and_wait` on the emulator's clock: it returns when nothing runs, or raises and names what does."""

from __future__ import annotations

import random
from typing import Any

import pytest
from exa_websets import InternalServerError, NotFoundError, WebsetTimeoutError, is_finished
from support.caller import Caller

pytestmark = pytest.mark.trio

BODY = {
    "search": {"query": "makers of tea", "count": 3},
    "enrichments": [{"description": "Who founded it?", "format": "text"}],
}


def cancel_and_wait(call: Caller, emulator: Any, id: str, **arguments: Any) -> Any:
    return call(
        lambda client: client.websets.cancel_and_wait(id, **arguments),
        base_url=emulator.base_url,
        now=emulator.now,
        sleep=emulator.advance,
    )


def create(call: Caller, emulator: Any) -> str:
    webset = call(lambda client: client.websets.create(BODY), base_url=emulator.base_url)
    id: str = webset.id
    return id


def sent(emulator: Any) -> list[str]:
    """The requests after the create, as `POST` for a cancel and `GET` for a look."""
    return [request.method for request in emulator.requests[1:]]


def test_a_running_webset_is_canceled_with_one_request(call: Caller, websets_emulator: Any) -> None:
    """Where the answer shows that nothing runs, nothing more is asked."""
    id = create(call, websets_emulator)
    websets_emulator.advance(5)
    webset = cancel_and_wait(call, websets_emulator, id)

    assert is_finished(webset)
    assert [search.canceled_reason for search in webset.searches] == ["webset_canceled"]
    assert [enrichment.status for enrichment in webset.enrichments] == ["canceled"]
    assert sent(websets_emulator) == ["POST"]


def test_an_idle_webset_stays_as_it_is(call: Caller, websets_emulator: Any) -> None:
    """Canceling what has ended changes nothing and is no error."""
    id = create(call, websets_emulator)
    websets_emulator.advance(60)
    webset = cancel_and_wait(call, websets_emulator, id)

    assert [search.status for search in webset.searches] == ["completed"]
    assert webset.updated_at < websets_emulator.time


def test_a_cancel_that_takes_its_time_is_waited_for(call: Caller) -> None:
    """Where the service stops slowly, it is looked at and canceled again until everything has ended."""
    from exa_websets.emulator import Emulator

    with Emulator(cancel_delay=3.5) as emulator:
        id = create(call, emulator)
        webset = cancel_and_wait(call, emulator, id)

        assert is_finished(webset)
        assert sent(emulator) == ["POST", "GET", "POST", "GET", "POST"]


def test_what_runs_on_is_named_at_the_timeout(call: Caller) -> None:
    """If something does not stop in time, the error names it and holds the Webset."""
    from exa_websets.emulator import Emulator

    with Emulator(cancel_delay=1000) as emulator:
        id = create(call, emulator)
        before = emulator.now()
        with pytest.raises(
            WebsetTimeoutError, match="may still be running and burning credits, because 10 s"
        ) as caught:
            cancel_and_wait(call, emulator, id, timeout=10)

        assert emulator.now() - before == pytest.approx(10, abs=1)
        assert caught.value.webset is not None
        search = caught.value.webset.searches[0]
        assert f"search {search.id} is running" in str(caught.value)
        assert sent(emulator).count("POST") >= 5


def test_failures_that_pass_do_not_end_it(call: Caller, websets_emulator: Any) -> None:
    """The service may fail for longer than one cancel is retried: the cancel is sent again until the time is up."""
    id = create(call, websets_emulator)
    websets_emulator.fail(status=503, times=9)
    webset = cancel_and_wait(call, websets_emulator, id)

    assert is_finished(webset)
    assert sent(websets_emulator) == ["POST"] * 10


def test_an_answer_that_cannot_be_read_is_looked_up(call: Caller, websets_emulator: Any) -> None:
    """A cancel that was accepted, with an answer that broke, is no failure: a look tells whether it stopped."""
    id = create(call, websets_emulator)
    websets_emulator.fail(status=200, body={"id": 7}, method="POST")
    websets_emulator.fail(malformed=True, after=True, method="POST")
    webset = cancel_and_wait(call, websets_emulator, id)

    assert is_finished(webset)
    assert sent(websets_emulator) == ["POST", "GET", "POST", "POST"]


def test_a_service_that_stays_down_is_told(call: Caller, websets_emulator: Any) -> None:
    """At the timeout the error says what the cancels met, with the id."""
    id = create(call, websets_emulator)
    websets_emulator.fail(status=503, times=1000)
    random.seed(5)  # the last attempt then has 0.3 s; with others it may have 1 ms, which a busy machine exceeds
    with pytest.raises(WebsetTimeoutError, match="the last request failed: 503") as caught:
        cancel_and_wait(call, websets_emulator, id, timeout=20)

    assert id in str(caught.value)
    assert caught.value.webset is None


def test_an_unknown_webset_is_an_error_at_once(call: Caller, websets_emulator: Any) -> None:
    """A wrong id will not become right."""
    with pytest.raises(NotFoundError):
        cancel_and_wait(call, websets_emulator, "webset_unknown")
    assert len(websets_emulator.requests) == 1


def test_the_plain_cancel_does_not_wait(call: Caller) -> None:
    """`cancel` gives the answer of the service as it is, even where things still run."""
    from exa_websets.emulator import Emulator

    with Emulator(cancel_delay=30) as emulator:
        id = create(call, emulator)
        webset = call(lambda client: client.websets.cancel(id), base_url=emulator.base_url)

        assert not is_finished(webset)
        assert sent(emulator) == ["POST"]


def test_a_failed_cancel_of_a_real_server_carries_its_note(call: Caller, websets_emulator: Any) -> None:
    """Over real HTTP too, the error of a cancel says what may be going on."""
    id = create(call, websets_emulator)
    websets_emulator.fail(status=502, body="<html>", content_type="text/html", times=10)
    with pytest.raises(InternalServerError) as caught:
        call(
            lambda client: client.websets.cancel(id),
            base_url=websets_emulator.base_url,
            now=websets_emulator.now,
            sleep=websets_emulator.advance,
        )
    assert f"{id} may still be running and burning credits" in caught.value.__notes__[0]
