"""`cancel_and_wait` on the emulator's clock: it returns when nothing is running, or raises and names what is."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from exa_websets import InternalServerError, NotFoundError, PermissionDeniedError, WebsetTimeoutError, is_finished
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
    """Return the requests after the create: `POST` for a cancel and `GET` for a poll."""
    return [request.method for request in emulator.requests[1:]]


def test_a_running_webset_is_canceled_with_one_request(call: Caller, websets_emulator: Any) -> None:
    """If the answer to the cancel shows that nothing is running, no other request is sent."""
    id = create(call, websets_emulator)
    websets_emulator.advance(5)
    webset = cancel_and_wait(call, websets_emulator, id)

    assert is_finished(webset)
    assert [search.canceled_reason for search in webset.searches] == ["webset_canceled"]
    assert [enrichment.status for enrichment in webset.enrichments] == ["canceled"]
    assert sent(websets_emulator) == ["POST"]


def test_an_idle_webset_stays_as_it_is(call: Caller, websets_emulator: Any) -> None:
    """Canceling an idle Webset changes nothing and is not an error."""
    id = create(call, websets_emulator)
    websets_emulator.advance(60)
    webset = cancel_and_wait(call, websets_emulator, id)

    assert [search.status for search in webset.searches] == ["completed"]
    assert webset.updated_at < websets_emulator.time


def test_a_slow_cancel_is_waited_for(call: Caller) -> None:
    """If the service stops slowly, the Webset is polled and canceled again until everything has ended."""
    from exa_websets.emulator import Emulator

    with Emulator(cancel_delay=3.5) as emulator:
        id = create(call, emulator)
        webset = cancel_and_wait(call, emulator, id)

        assert is_finished(webset)
        assert sent(emulator) == ["POST", "GET", "POST", "GET", "POST"]


def test_the_timeout_error_names_what_is_running(call: Caller) -> None:
    """If something does not stop in time, the error names it and has the Webset."""
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
        assert not hasattr(caught.value, "__notes__")  # which would say the same again
        assert sent(emulator).count("POST") >= 5


def test_transient_failures_do_not_end_it(call: Caller, websets_emulator: Any) -> None:
    """The cancel is sent again until the timeout, even when the retries of one call are used up."""
    id = create(call, websets_emulator)
    websets_emulator.fail(status=503, times=9)
    webset = cancel_and_wait(call, websets_emulator, id)

    assert is_finished(webset)
    assert sent(websets_emulator) == ["POST"] * 10


def test_an_unreadable_answer_is_followed_by_a_poll(call: Caller, websets_emulator: Any) -> None:
    """If the answer to an accepted cancel cannot be read, a poll determines whether the Webset has stopped."""
    id = create(call, websets_emulator)
    websets_emulator.fail(status=200, body={"id": 7}, method="POST")
    websets_emulator.fail(malformed=True, after=True, method="POST")
    webset = cancel_and_wait(call, websets_emulator, id)

    assert is_finished(webset)
    assert sent(websets_emulator) == ["POST", "GET", "POST", "POST"]


def test_a_service_that_stays_down(call: Caller) -> None:
    """The timeout error has the id and says how the cancels failed."""
    with pytest.raises(WebsetTimeoutError, match="the last request failed: 503") as caught:
        call(
            lambda client: client.websets.cancel_and_wait("webset_1", timeout=20),
            handler=lambda request: httpx.Response(503),
        )

    assert "webset_1 may still be running" in str(caught.value)
    assert caught.value.webset is None


def test_a_refused_cancel_is_reported_once(call: Caller) -> None:
    """The note of the cancel itself is not followed by one that says the same."""
    with pytest.raises(PermissionDeniedError) as caught:
        call(lambda client: client.websets.cancel_and_wait("webset_1"), handler=lambda request: httpx.Response(403))
    assert caught.value.__notes__ == ["webset_1 may still be running and burning credits: the cancel did not succeed."]


def test_an_unknown_webset_is_an_error_at_once(call: Caller, websets_emulator: Any) -> None:
    """An unknown id is not retried."""
    with pytest.raises(NotFoundError) as caught:
        cancel_and_wait(call, websets_emulator, "webset_unknown")
    assert len(websets_emulator.requests) == 1
    assert "may still be running" not in str(getattr(caught.value, "__notes__", ""))


def test_the_plain_cancel_does_not_wait(call: Caller) -> None:
    """`cancel` returns the answer of the service, even if something is still running."""
    from exa_websets.emulator import Emulator

    with Emulator(cancel_delay=30) as emulator:
        id = create(call, emulator)
        webset = call(lambda client: client.websets.cancel(id), base_url=emulator.base_url)

        assert not is_finished(webset)
        assert sent(emulator) == ["POST"]


def test_a_failed_cancel_over_http_has_a_note(call: Caller, websets_emulator: Any) -> None:
    """The error of a failed cancel has a note that the Webset may still be running."""
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
